package io.scorejar.compiler;

import io.scorejar.program.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.True;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;

/** Models one after another: each sees the outputs of those before it, the last one answers. */
final class Chains {

  private final Models models;
  private final Scope scope;
  private final Target target;
  private final Segmentation segmentation;

  Chains(Models models, MiningModel model, Scope scope, Target target) {
    this.models = models;
    this.scope = scope;
    this.target = target;
    this.segmentation = model.requireSegmentation();
  }

  /** The prediction of the last model. */
  Prediction chain() {
    List<Segment> segments = segmentation.requireSegments();
    List<Expression> mayBeMissing = new ArrayList<>();
    Prediction last = null;
    for (Segment segment : segments) {
      if (!(segment.requirePredicate() instanceof True)) {
        throw NotCompiled.of(segment, "a predicate in a chain is not compiled");
      }
      if (last != null && last.mayBeMissing()) {
        mayBeMissing.add(last.value().expression());
      }
      last = models.of(segment.requireModel(), scope, target);
      declare(segment, last);
    }
    return allOrNothing() && !mayBeMissing.isEmpty()
        ? gated(last, Ensembles.anyMissing(mayBeMissing))
        : last;
  }

  /** The predictions of all models, each by the name of its target. */
  Prediction several() {
    List<Expression> mayBeMissing = new ArrayList<>();
    Prediction all = new Prediction(target, Term.missing(DataType.DOUBLE), null);
    for (Segment segment : segmentation.requireSegments()) {
      if (!(segment.requirePredicate() instanceof True)) {
        throw NotCompiled.of(segment, "a predicate in a chain is not compiled");
      }
      Prediction one = models.of(segment.requireModel(), scope, target);
      if (one.mayBeMissing()) {
        mayBeMissing.add(one.value().expression());
      }
      declare(segment, one);
      all.outputs().putAll(one.outputs());
      if (one.target().name() != null) {
        all.outputs().putIfAbsent(one.target().name(), one.value());
      }
    }
    return allOrNothing() && !mayBeMissing.isEmpty()
        ? gated(all, Ensembles.anyMissing(mayBeMissing))
        : all;
  }

  private boolean allOrNothing() {
    return segmentation.getMissingPredictionTreatment()
        == Segmentation.MissingPredictionTreatment.RETURN_MISSING;
  }

  /** Lets the models that come after see the outputs of one. */
  private void declare(Segment segment, Prediction prediction) {
    if (segment.requireModel().getOutput() == null) {
      return;
    }
    for (OutputField field : segment.requireModel().getOutput().getOutputFields()) {
      Term term = prediction.outputs().get(field.requireName());
      if (term != null) {
        scope.declare(field, prediction.defined(term));
      }
    }
  }

  /** A prediction that is missing as a whole where a model before it had none. */
  private Prediction gated(Prediction last, Expression missing) {
    Map<Object, Expression> probabilities = null;
    if (last.probabilities() != null) {
      probabilities = new LinkedHashMap<>();
      for (Map.Entry<Object, Expression> share : last.probabilities().entrySet()) {
        probabilities.put(share.getKey(), gated(missing, share.getValue()));
      }
    }
    Term value = last.value().with(gated(missing, last.value().expression()));
    Prediction gated = new Prediction(last.target(), value, probabilities);
    last.outputs()
        .forEach(
            (name, term) ->
                gated.outputs().put(name, term.with(gated(missing, term.expression()))));
    return gated;
  }

  private static Expression gated(Expression missing, Expression value) {
    return Ops.choice(missing, Ops.MISSING, value);
  }
}
