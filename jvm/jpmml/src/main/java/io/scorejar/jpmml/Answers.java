package io.scorejar.jpmml;

import com.google.common.collect.Table;
import io.scorejar.BadModelException;
import io.scorejar.Output;
import io.scorejar.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.dmg.pmml.DataType;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.ResultFeature;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.nearest_neighbor.InstanceField;
import org.dmg.pmml.nearest_neighbor.NearestNeighborModel;
import org.dmg.pmml.scorecard.Attribute;
import org.dmg.pmml.scorecard.Characteristic;
import org.jpmml.evaluator.HasEntityRegistry;
import org.jpmml.evaluator.InlineTableUtil;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.evaluator.OutputField;
import org.jpmml.evaluator.TargetField;
import org.jpmml.evaluator.clustering.ClusteringModelEvaluator;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * The answers of a PMML model: its final output fields in the order of the document (probabilities,
 * as a rule), then its targets.
 *
 * <p>Intermediate results are left out: output fields that say {@code isFinalResult="false"}, and
 * those of segments whose answers go into other segments. Models in a chain often declare all of
 * their outputs in the last segment, so output fields of the last segment are answers of the whole.
 *
 * <p>A model that names no target still predicts something. It is left out where an output field
 * tells it already, and called {@link #UNNAMED} where none does.
 */
final class Answers {

  /** The answer of a model that names neither a target nor an output. */
  static final String UNNAMED = "prediction";

  private Answers() {}

  static List<Output> of(ModelEvaluator<?> evaluator) {
    return List.copyOf(byKey(evaluator).values());
  }

  /** The keys under which JPMML answers, in the order of {@link #of}; null is one of them. */
  static List<String> keys(ModelEvaluator<?> evaluator) {
    return new ArrayList<>(byKey(evaluator).keySet());
  }

  private static Map<String, Output> byKey(ModelEvaluator<?> evaluator) {
    Map<String, Output> answers = new LinkedHashMap<>();
    for (OutputField field : evaluator.getOutputFields()) {
      answers.putIfAbsent(field.getName(), output(field, evaluator));
    }
    for (TargetField field : evaluator.getTargetFields()) {
      if (!field.isSynthetic() || answers.isEmpty()) {
        String name = Objects.requireNonNullElse(field.getName(), UNNAMED);
        answers.putIfAbsent(field.getName(), target(name, field, evaluator));
      }
    }
    if (answers.isEmpty()) {
      throw new BadModelException("expected a model with a target or an output, got neither");
    }
    return answers;
  }

  private static Output target(String name, TargetField field, ModelEvaluator<?> evaluator) {
    Type type = PmmlSchema.type(name, field.getDataType());
    List<?> categories = field.getCategories();
    // A regressor's target may list values as well (a count, say); its answers are others.
    boolean classes = evaluator.getMiningFunction() != MiningFunction.REGRESSION;
    return new Output(
        name,
        type,
        categories != null && classes
            ? PmmlSchema.categories(field.getDataType(), categories)
            : clusters(type, evaluator));
  }

  private static Output output(OutputField field, ModelEvaluator<?> evaluator) {
    org.dmg.pmml.OutputField declared = field.getField();
    ResultFeature feature = declared.getResultFeature();
    TargetField target = target(declared.getTargetField(), evaluator);
    boolean predicted = feature == ResultFeature.PREDICTED_VALUE && target != null;
    DataType dataType = declared.getDataType();
    if (dataType == null) {
      dataType = predicted ? target.getDataType() : usual(field.getName(), feature);
    }
    Type type = PmmlSchema.type(field.getName(), dataType);
    if (declared.hasValues()) {
      List<Object> values = new ArrayList<>();
      declared.getValues().forEach(value -> values.add(value.requireValue()));
      return new Output(field.getName(), type, PmmlSchema.categories(dataType, values));
    }
    if (predicted && type == Type.STRING && target.getCategories() != null) {
      return new Output(
          field.getName(), type, PmmlSchema.categories(dataType, target.getCategories()));
    }
    if (feature == ResultFeature.REASON_CODE && type == Type.STRING) {
      return new Output(field.getName(), type, reasonCodes(evaluator));
    }
    if (feature == ResultFeature.ENTITY_ID
        && type == Type.STRING
        && evaluator.getModel() instanceof NearestNeighborModel model) {
      return new Output(field.getName(), type, neighbours(model));
    }
    boolean cluster =
        feature == ResultFeature.PREDICTED_VALUE || feature == ResultFeature.CLUSTER_ID;
    return new Output(field.getName(), type, cluster ? clusters(type, evaluator) : List.of());
  }

  private static TargetField target(String name, ModelEvaluator<?> evaluator) {
    List<TargetField> targets = evaluator.getTargetFields();
    for (TargetField target : targets) {
      if (name == null ? targets.size() == 1 : name.equals(target.getName())) {
        return target;
      }
    }
    return null;
  }

  /** The type of an output field that does not say it. */
  private static DataType usual(String name, ResultFeature feature) {
    return switch (feature) {
      case PROBABILITY, CONFIDENCE, AFFINITY, CLUSTER_AFFINITY, ENTITY_AFFINITY, RESIDUAL ->
          DataType.DOUBLE;
      case PREDICTED_DISPLAY_VALUE, ENTITY_ID, CLUSTER_ID, REASON_CODE -> DataType.STRING;
      default ->
          throw new BadModelException(
              name + ": expected an output that says its data type, got none");
    };
  }

  /** The reason codes of all scorecards of a model, in the order of the document. */
  private static List<Object> reasonCodes(ModelEvaluator<?> evaluator) {
    Set<Object> codes = new LinkedHashSet<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Characteristic characteristic) {
        for (Attribute attribute : characteristic.requireAttributes()) {
          codes.add(
              attribute.getReasonCode() == null
                  ? characteristic.getReasonCode()
                  : attribute.getReasonCode());
        }
        return super.visit(characteristic);
      }
    }.applyTo(evaluator.getModel());
    // A row for which the model has no code is refused.
    codes.remove(null);
    return List.copyOf(codes);
  }

  /** The ids of the rows among which neighbours are sought: numbers from 1 where they have none. */
  private static List<Object> neighbours(NearestNeighborModel model) {
    Table<Integer, String, Object> rows =
        InlineTableUtil.getContent(model.requireTrainingInstances().requireInlineTable());
    String column = null;
    for (InstanceField field : model.requireTrainingInstances().requireInstanceFields()) {
      if (field.requireField().equals(model.getInstanceIdVariable())) {
        column = field.getColumn();
      }
    }
    Set<Object> ids = new LinkedHashSet<>();
    for (Integer row : new TreeSet<>(rows.rowKeySet())) {
      ids.add(String.valueOf(column == null ? row : rows.get(row, column)));
    }
    return List.copyOf(ids);
  }

  /** The names of the clusters, which are all that a clustering model answers. */
  private static List<Object> clusters(Type type, ModelEvaluator<?> evaluator) {
    boolean named = type == Type.STRING && evaluator instanceof ClusteringModelEvaluator;
    return named
        ? List.copyOf(((HasEntityRegistry<?>) evaluator).getEntityRegistry().keySet())
        : List.of();
  }
}
