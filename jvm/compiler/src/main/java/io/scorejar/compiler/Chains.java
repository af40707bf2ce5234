package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.mining.Segment;

/** Models one after another: each sees the outputs of those before it, the last one answers. */
final class Chains {

  private final Segments segments;
  private final Scope scope;
  private final Frame frame;
  private final List<Expression> mayBeMissing = new ArrayList<>();

  /** By output: whether a segment before has declared it, and as what. */
  private final Map<String, Expression> declared = new HashMap<>();

  private final Map<String, Term> terms = new HashMap<>();

  Chains(Segments segments) {
    this.segments = segments;
    this.scope = segments.scope();
    this.frame = scope.frame();
    if (segments.skips()) {
      throw segments.refused(" has no skipSegment");
    }
  }

  /** The prediction of the last model that takes part. */
  Prediction chain() {
    List<Expression> active = new ArrayList<>();
    List<Prediction> predictions = new ArrayList<>();
    for (Segment segment : segments.list()) {
      active.add(segments.active(segment));
      predictions.add(segments.prediction(segment, active.get(active.size() - 1)));
      passed(segment, active.get(active.size() - 1), predictions.get(predictions.size() - 1));
    }
    Merged merged = new Merged(frame, segments.model());
    for (int i = active.size() - 1; i >= 0; i--) {
      merged.add(active.get(i), predictions.get(i));
      if (active.get(i) instanceof Constant) {
        break;
      }
    }
    return allOrNothing(merged.prediction());
  }

  /** The predictions of all models, each by the name of its target. */
  Prediction several() {
    Prediction all = new Prediction(segments.target(), Term.missing(DataType.DOUBLE), null);
    for (Segment segment : segments.list()) {
      Expression active = segments.active(segment);
      Prediction one = segments.prediction(segment, active);
      passed(segment, active, one);
      one.outputs().forEach((name, term) -> all.outputs().put(name, where(active, term)));
      if (one.target().name() != null) {
        all.outputs().putIfAbsent(one.target().name(), where(active, one.value()));
      }
    }
    return allOrNothing(all);
  }

  private static Term where(Expression active, Term term) {
    return term.with(Ops.choice(active, term.expression(), Ops.MISSING));
  }

  /** One model missing, and there is no answer at all. */
  private Prediction allOrNothing(Prediction prediction) {
    return segments.allOrNothing() && !mayBeMissing.isEmpty()
        ? prediction.missingWhere(Ensembles.anyMissing(mayBeMissing))
        : prediction;
  }

  private void passed(Segment segment, Expression active, Prediction one) {
    segments.requireSeen(segment, one);
    if (one.mayBeMissing()) {
      mayBeMissing.add(Ops.choice(active, one.value().expression(), Ops.number(0)));
    }
    if (segment.requireModel().getOutput() == null) {
      return;
    }
    List<OutputField> fields = segment.requireModel().getOutput().getOutputFields();
    if (one.mayBeMissing() && !segments.allOrNothing() && fields.stream().anyMatch(Chains::hangs)) {
      // JPMML refuses a row when it hands on an output that there is not.
      Expression absent = Ops.choice(active, one.absent(), Ops.truth(false));
      frame.slot(Ops.choice(absent, Ops.REFUSED, Ops.truth(true)));
    }
    for (OutputField field : fields) {
      Term term = one.outputs().get(field.requireName());
      if (term != null) {
        declare(field, active, one.defined(term));
      }
    }
  }

  /** Whether an output is there only where there is a prediction. */
  private static boolean hangs(OutputField field) {
    return switch (field.getResultFeature()) {
      case TRANSFORMED_VALUE, DECISION, WARNING -> false;
      default -> true;
    };
  }

  /** Lets the models that come after see an output: rows that have none are refused there. */
  private void declare(OutputField field, Expression active, Term term) {
    String name = field.requireName();
    Expression before = declared.get(name);
    Term seen = term;
    if (!(active instanceof Constant)) {
      Term old = terms.get(name);
      if (old != null && (old.text() || term.text() || old.type() != term.type())) {
        throw NotCompiled.of(field, "comes twice");
      }
      // JPMML refuses rows on which two segments declare it, too.
      Expression once =
          before == null ? term.expression() : Ops.choice(before, Ops.REFUSED, term.expression());
      seen = term.with(Ops.choice(active, once, old == null ? Ops.REFUSED : old.expression()));
    }
    declared.put(
        name, before == null ? active : new Slot(frame.slot(Ops.of(BinaryOp.OR, before, active))));
    terms.put(name, seen);
    scope.declare(field, seen);
  }
}
