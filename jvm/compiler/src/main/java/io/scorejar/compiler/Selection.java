package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.List;
import org.dmg.pmml.mining.Segment;

/** Models of which the first one that takes part answers. */
final class Selection {

  private final Segments segments;
  private final Frame frame;

  Selection(Segments segments) {
    this.segments = segments;
    this.frame = segments.scope().frame();
  }

  /** The prediction of the first segment that takes part and, if others are skipped, has one. */
  Prediction prediction() {
    List<Expression> active = segments.active();
    Merged merged = new Merged(frame, segments.model());
    Expression earlier = Ops.truth(false);
    for (int i = 0; i < active.size(); i++) {
      Segment segment = segments.list().get(i);
      Expression reached = i == 0 ? active.get(0) : and(Ops.not(earlier), active.get(i));
      Prediction one = segments.prediction(segment, reached);
      segments.requireSeen(segment, one);
      Expression chosen = reached;
      if (segments.skips() && one.mayBeMissing()) {
        Expression value = one.defined(one.value()).expression();
        Expression there = Ops.not(Ops.of(UnaryOp.IS_MISSING, value));
        chosen = new Slot(frame.slot(Ops.choice(reached, there, Ops.truth(false))));
      }
      merged.add(chosen, one);
      earlier = new Slot(frame.slot(Ops.of(BinaryOp.OR, earlier, chosen)));
    }
    Prediction prediction = merged.prediction();
    return segments.allOrNothing() && prediction.mayBeMissing()
        ? prediction.missingWhere(Ops.of(UnaryOp.IS_MISSING, prediction.value().expression()))
        : prediction;
  }

  private Expression and(Expression left, Expression right) {
    return new Slot(frame.slot(Ops.choice(left, right, Ops.truth(false))));
  }
}
