package io.scorejar.compiler;

import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.Map;
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
      case REASON_CODE -> reason(field);
      default -> throw NotCompiled.of(field, feature.value() + " is not compiled");
    };
  }

  private Term probability(OutputField field) {
    Map<Object, Expression> shares = prediction.probabilities();
    if (shares == null) {
      throw NotCompiled.of(field, "the model has no probabilities");
    }
    Expression value = prediction.value().expression();
    Expression none = Ops.choice(Ops.of(UnaryOp.IS_MISSING, value), Ops.MISSING, Ops.number(0));
    if (field.getValue() == null) {
      return Term.number(chosen(prediction.value(), shares, none, field), DataType.DOUBLE);
    }
    Object category = Literals.of(prediction.target().type(), field.getValue(), field);
    // A category without a probability has 0, where there is a prediction.
    return Term.number(shares.getOrDefault(category, none), DataType.DOUBLE);
  }

  /** Of several numbers the one that belongs to a value. */
  private Expression chosen(
      Term value, Map<?, Expression> byValue, Expression none, OutputField field) {
    Expression chosen = none;
    for (Map.Entry<?, Expression> entry : byValue.entrySet()) {
      Expression equal =
          value.text() && !value.categories().contains(entry.getKey())
              ? Ops.truth(false)
              : Comparisons.equalTo(value, entry.getKey(), field).expression();
      chosen = new Slot(scope.frame().slot(Ops.choice(equal, entry.getValue(), chosen)));
    }
    return chosen;
  }

  private Term entity(OutputField field) {
    int rank = field.getRank();
    if (rank > 1 && rank <= prediction.entities().size() && descending(field)) {
      return prediction.entities().get(rank - 1);
    }
    if (prediction.entity() == null || rank != 1) {
      throw NotCompiled.of(field, field.getResultFeature().value() + " is not compiled");
    }
    return prediction.entity();
  }

  private static boolean descending(OutputField field) {
    return field.getRankOrder() == OutputField.RankOrder.DESCENDING;
  }

  private Term affinity(OutputField field) {
    Map<String, Expression> affinities = prediction.affinities();
    int rank = field.getRank();
    // JPMML looks at the rank of an affinity, and at that of an entity's only beside its id.
    boolean plain = field.getResultFeature() == ResultFeature.AFFINITY || field.getValue() != null;
    int wanted = plain ? rank : 1;
    if ((!plain || (wanted > 1 && descending(field)))
        && wanted <= prediction.rankedAffinities().size()) {
      return Term.number(prediction.rankedAffinities().get(wanted - 1), DataType.DOUBLE);
    }
    if (affinities == null || rank != 1) {
      throw NotCompiled.of(field, field.getResultFeature().value() + " is not compiled");
    }
    if (field.getValue() == null) {
      Expression own = chosen(prediction.entity(), affinities, Ops.MISSING, field);
      return Term.number(own, DataType.DOUBLE);
    }
    Expression affinity = affinities.get(field.getValue().toString());
    if (affinity == null) {
      throw NotCompiled.of(field, "there is no entity " + field.getValue());
    }
    return Term.number(affinity, DataType.DOUBLE);
  }

  private Term reason(OutputField field) {
    if (prediction.reasons() == null) {
      throw NotCompiled.of(field, "the model has no reason codes");
    }
    return prediction.reasons().ranked(scope.frame(), field);
  }

  private static Term typed(OutputField field, Term term) {
    DataType type = field.getDataType() == null ? term.type() : field.getDataType();
    OpType opType = field.getOpType() == null ? Term.usual(type) : field.getOpType();
    return Casts.to(type, opType, term, field);
  }
}
