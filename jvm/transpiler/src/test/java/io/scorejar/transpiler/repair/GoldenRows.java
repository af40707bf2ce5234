package io.scorejar.transpiler.repair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMML;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.Value;
import org.dmg.pmml.VisitorAction;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.evaluator.TypeUtil;
import org.jpmml.model.visitors.AbstractVisitor;

/** Rows that meet every threshold and category of a model, missing values and unknown ones. */
final class GoldenRows {

  static final int COUNT = 400;

  private static final double MISSING = 0.1;

  private GoldenRows() {}

  /** Rows in the order of the model's active fields, the same in every run. */
  static List<Object[]> of(PMML pmml, ModelEvaluator<?> model) {
    Map<String, Set<Double>> thresholds = thresholds(pmml);
    Random random = new Random(1);
    List<List<Object>> candidates = new ArrayList<>();
    for (InputField field : model.getActiveFields()) {
      DataField data = (DataField) field.getField();
      candidates.add(
          field.getOpType() == OpType.CONTINUOUS
              ? numbers(thresholds.getOrDefault(field.getName(), Set.of()), random)
              : categories(data));
    }
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      rows.add(
          candidates.stream()
              .map(
                  values ->
                      random.nextDouble() < MISSING
                          ? null
                          : values.get(random.nextInt(values.size())))
              .toArray());
    }
    return rows;
  }

  private static Map<String, Set<Double>> thresholds(PMML pmml) {
    Map<String, Set<Double>> thresholds = new HashMap<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(SimplePredicate predicate) {
        try {
          double threshold = Double.parseDouble(String.valueOf(predicate.getValue()));
          thresholds
              .computeIfAbsent(predicate.requireField(), field -> new LinkedHashSet<>())
              .add(threshold);
        } catch (NumberFormatException category) {
          // A category.
        }
        return super.visit(predicate);
      }
    }.applyTo(pmml);
    return thresholds;
  }

  private static List<Object> numbers(Set<Double> thresholds, Random random) {
    List<Object> numbers = new ArrayList<>(List.of(-999.0, 0.0));
    for (double threshold : thresholds) {
      numbers.add(threshold);
      numbers.add((double) Math.nextUp((float) threshold));
      numbers.add((double) Math.nextDown((float) threshold));
    }
    random.doubles(20, -4, 4).forEach(numbers::add);
    return numbers;
  }

  private static List<Object> categories(DataField field) {
    List<Object> categories = new ArrayList<>();
    for (Value value : field.getValues()) {
      if (value.getProperty() == Value.Property.VALID) {
        categories.add(TypeUtil.parseOrCast(field.requireDataType(), value.requireValue()));
      }
    }
    categories.add(field.requireDataType() == DataType.STRING ? "unseen" : (Object) 77);
    return categories;
  }
}
