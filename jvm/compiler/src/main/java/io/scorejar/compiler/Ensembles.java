package io.scorejar.compiler;

import io.scorejar.program.Expression;
import io.scorejar.program.UnaryOp;
import java.util.List;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.mining.MiningModel;

/** {@code MiningModel}: ensembles and chains of models, by how they put their segments together. */
final class Ensembles {

  private final Models models;
  private final MiningModel model;
  private final Scope scope;
  private final Target target;

  Ensembles(Models models, MiningModel model, Scope scope, Target target) {
    this.models = models;
    this.model = model;
    this.scope = scope;
    this.target = target;
  }

  Prediction prediction() {
    Segments segments = new Segments(models, model, scope, target);
    if (segments.conditional() || segments.allOrNothing()) {
      Models.requireNoPrior(target, model);
    }
    return switch (segments.method()) {
      case MODEL_CHAIN -> new Chains(segments).chain();
      case MULTI_MODEL_CHAIN -> new Chains(segments).several();
      case SELECT_FIRST -> new Selection(segments).prediction();
      case SELECT_ALL -> throw segments.refused(" gives lists of answers");
      default -> ensemble(segments);
    };
  }

  private Prediction ensemble(Segments segments) {
    Models.requireNoPrior(target, model);
    return model.requireMiningFunction() == MiningFunction.REGRESSION
        ? number(segments)
        : category(segments);
  }

  private static Prediction number(Segments segments) {
    return switch (segments.method()) {
      case SUM, WEIGHTED_SUM, AVERAGE, WEIGHTED_AVERAGE -> new Amounts(segments).prediction();
      case MEDIAN, WEIGHTED_MEDIAN -> new Medians(segments).prediction();
      default -> throw segments.refused(" of numbers is not compiled");
    };
  }

  private static Prediction category(Segments segments) {
    return switch (segments.method()) {
      case AVERAGE, WEIGHTED_AVERAGE -> new Shares(segments).prediction();
      case MAJORITY_VOTE, WEIGHTED_MAJORITY_VOTE -> new Votes(segments).prediction();
      default -> throw segments.refused(" of categories is not compiled");
    };
  }

  /** Whether one of several values is missing. */
  static Expression anyMissing(List<Expression> values) {
    return Ops.any(values.stream().map(value -> Ops.of(UnaryOp.IS_MISSING, value)).toList());
  }
}
