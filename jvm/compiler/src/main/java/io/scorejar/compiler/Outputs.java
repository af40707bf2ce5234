package io.scorejar.compiler;

import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.ResultFeature;

/** {@code Output}: what a model tells of its prediction. */
final class Outputs {

  private final Scope scope;
  private final Model model;
  private final Prediction prediction;

  Outputs(Scope scope, Model model, Prediction prediction) {
    this.scope = scope;
    this.model = model;
    this.prediction = prediction;
  }

  /** Adds the outputs of the model to its prediction, and to what it sees itself. */
  void declare() {
    if (model.getOutput() == null) {
      return;
    }
    for (OutputField field : model.getOutput().getOutputFields()) {
      Term term = typed(field, term(field));
      prediction.outputs().put(field.requireName(), term);
      scope.declare(field, term);
    }
  }

  private Term term(OutputField field) {
    if (field.getSegmentId() != null) {
      throw NotCompiled.of(field, "of a segment is not compiled");
    }
    boolean own =
        field.getTargetField() == null || field.getTargetField().equals(prediction.target().name());
    ResultFeature feature = field.getResultFeature();
    if (!own && feature != ResultFeature.TRANSFORMED_VALUE && feature != ResultFeature.DECISION) {
      throw NotCompiled.of(field, "of another target is not compiled");
    }
    return switch (feature) {
      case PREDICTED_VALUE -> prediction.value();
      case PROBABILITY -> probability(field);
      case TRANSFORMED_VALUE, DECISION -> new Translator(scope).of(field.requireExpression());
      case ENTITY_ID, CLUSTER_ID -> entity(field);
      case AFFINITY, CLUSTER_AFFINITY, ENTITY_AFFINITY -> affinity(field);
      default -> throw NotCompiled.of(field, feature.value() + " is not compiled");
    };
  }

  private Term probability(OutputField field) {
    if (prediction.probabilities() == null) {
      throw NotCompiled.of(field, "the model has no probabilities");
    }
    if (field.getValue() == null) {
      throw NotCompiled.of(field, "the probability of the predicted value is not compiled");
    }
    Object category = Literals.of(prediction.target().type(), field.getValue(), field);
    Expression share = prediction.probabilities().get(category);
    if (share == null) {
      // A category without a probability has 0, where there is a prediction.
      Expression value = prediction.value().expression();
      share =
          Ops.choice(
              Ops.of(io.scorejar.program.UnaryOp.IS_MISSING, value), Ops.MISSING, new Constant(0));
    }
    return Term.number(share, DataType.DOUBLE);
  }

  private Term entity(OutputField field) {
    if (prediction.entity() == null || field.getRank() != 1) {
      throw NotCompiled.of(field, field.getResultFeature().value() + " is not compiled");
    }
    return prediction.entity();
  }

  private Term affinity(OutputField field) {
    if (prediction.affinities() == null || field.getValue() == null || field.getRank() != 1) {
      throw NotCompiled.of(field, field.getResultFeature().value() + " is not compiled");
    }
    Expression affinity = prediction.affinities().get(field.getValue().toString());
    if (affinity == null) {
      throw NotCompiled.of(field, "there is no entity " + field.getValue());
    }
    return Term.number(affinity, DataType.DOUBLE);
  }

  private static Term typed(OutputField field, Term term) {
    DataType type = field.getDataType() == null ? term.type() : field.getDataType();
    OpType opType = field.getOpType() == null ? Term.usual(type) : field.getOpType();
    return Casts.to(type, opType, term, field);
  }
}
