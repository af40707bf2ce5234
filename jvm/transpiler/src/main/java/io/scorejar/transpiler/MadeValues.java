package io.scorejar.transpiler;

import io.scorejar.Input;
import io.scorejar.InvalidRowException;
import io.scorejar.Rule;
import io.scorejar.Type;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.dmg.pmml.DataField;
import org.dmg.pmml.Interval;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;

/** Values that each input of a model may have: its categories, or numbers near its thresholds. */
final class MadeValues {

  private static final double[] USUAL = {-100, -1, 0, 0.25, 0.5, 1, 2, 7, 30, 1000};

  /** Of a field with more thresholds only some are taken, evenly spread. */
  private static final int MOST_THRESHOLDS = 100;

  private MadeValues() {}

  /** Values of the type's class, one list per input in schema order. */
  static List<List<Object>> of(Model model) {
    Map<String, NavigableSet<Double>> thresholds = thresholds(model);
    List<List<Object>> values = new ArrayList<>();
    for (Input input : model.schema().inputs()) {
      values.add(of(input, thresholds.getOrDefault(input.name(), new TreeSet<>())));
    }
    return values;
  }

  private static List<Object> of(Input input, NavigableSet<Double> thresholds) {
    List<Object> values = new ArrayList<>(input.categories());
    if (values.isEmpty()) {
      values.addAll(free(input, thresholds));
    } else if (input.unseen() == Rule.ACCEPTED && input.type() == Type.STRING) {
      values.add(Input.UNSEEN);
    }
    return values;
  }

  private static List<Object> free(Input input, NavigableSet<Double> thresholds) {
    return switch (input.type()) {
      case DOUBLE, FLOAT, INTEGER -> numbers(input, thresholds);
      case BOOLEAN -> List.of(true, false);
      case STRING -> List.of("", "a", "b", "the cat sat on the mat");
      case DATE -> List.of(LocalDate.EPOCH, LocalDate.of(2000, 2, 29), LocalDate.of(2026, 1, 1));
      case DATE_TIME ->
          List.of(LocalDateTime.of(1970, 1, 1, 0, 0), LocalDateTime.of(2026, 1, 1, 12, 30, 15));
      case TIME -> List.of(LocalTime.MIDNIGHT, LocalTime.of(12, 30, 15));
    };
  }

  private static List<Object> numbers(Input input, NavigableSet<Double> thresholds) {
    List<Double> candidates = new ArrayList<>();
    int step = 1 + thresholds.size() / MOST_THRESHOLDS;
    int place = 0;
    for (double threshold : thresholds) {
      if (place++ % step == 0) {
        candidates.addAll(List.of(Math.nextDown(threshold), threshold, Math.nextUp(threshold)));
      }
    }
    for (double usual : USUAL) {
      candidates.add(usual);
    }
    List<Object> numbers = new ArrayList<>();
    for (double candidate : candidates) {
      try {
        numbers.add(input.value(input.type() == Type.INTEGER ? Math.rint(candidate) : candidate));
      } catch (InvalidRowException e) {
        // Too large for an integer.
      }
    }
    return numbers;
  }

  private static Map<String, NavigableSet<Double>> thresholds(Model model) {
    Map<String, NavigableSet<Double>> thresholds = new HashMap<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(SimplePredicate predicate) {
        add(predicate.requireField(), predicate.getValue());
        return super.visit(predicate);
      }

      @Override
      public VisitorAction visit(DataField field) {
        for (Interval interval :
            field.hasIntervals() ? field.getIntervals() : List.<Interval>of()) {
          add(field.requireName(), interval.getLeftMargin());
          add(field.requireName(), interval.getRightMargin());
        }
        return super.visit(field);
      }

      private void add(String field, Object value) {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
          thresholds.computeIfAbsent(field, name -> new TreeSet<>()).add(number.doubleValue());
        }
      }
    }.applyTo(model.pmml());
    return thresholds;
  }
}
