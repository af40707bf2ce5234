package io.scorejar.compiler;

import io.scorejar.program.Expression;
import io.scorejar.program.UnaryOp;

/**
 * How one segment stands on a row: worked out, not a leaf of a tree.
 *
 * @param active whether it takes part
 * @param lost whether it takes part and has no prediction; missing predictions that are not left
 *     out are not lost
 * @param prediction what it answers where it takes part
 */
record Standing(Expression active, Expression lost, Prediction prediction) {

  static Standing of(Segments segments, Expression active, Prediction prediction) {
    Expression lost = Ops.truth(false);
    if (segments.skips() && prediction.mayBeMissing()) {
      Expression value = prediction.defined(prediction.value()).expression();
      Expression missing = Ops.of(UnaryOp.IS_MISSING, value);
      lost =
          new io.scorejar.program.Slot(
              segments.scope().frame().slot(Ops.choice(active, missing, Ops.truth(false))));
    }
    return new Standing(active, lost, prediction);
  }

  /** A value where the segment counts, else another. */
  Expression counted(Expression value, double other) {
    Expression there = Ops.choice(lost, Ops.number(other), value);
    return Ops.choice(active, there, Ops.number(other));
  }
}
