package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.mining.Segment;

/**
 * Sums over the segments of an ensemble that take part, and whether there is an answer.
 *
 * @param sums of what the segments answer, each as often as it counts
 * @param divisor what the answers count together
 * @param none whether there is no answer, whatever the sums are; null where they alone tell
 * @param mayBeMissing whether there may be no answer
 */
record Totals(List<Expression> sums, Expression divisor, Expression none, boolean mayBeMissing) {

  /** What is summed of each segment beside its values: factor, 1, weight, weight if it is lost. */
  static final int EXTRAS = 4;

  /** The sums of a forest's slots: the values, then the extras if there are any. */
  static Totals of(Segments segments, int[] slots, int width, Ends ends) {
    List<Expression> sums = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      sums.add(new Slot(slots[i]));
    }
    if (slots.length == width) {
      sums.replaceAll(ends::value);
      return new Totals(sums, constantDivisor(segments), null, ends.missing());
    }
    Expression present =
        new Slot(segments.scope().frame().slot(ends.value(new Slot(slots[width + 1]))));
    return of(
        segments,
        sums,
        new Slot(slots[width]),
        present,
        new Slot(slots[width + 2]),
        new Slot(slots[width + 3]),
        ends.missing());
  }

  /**
   * Sums with what they hang on.
   *
   * @param present how many segments take part
   * @param weights the weights of these
   * @param lost the weights of those of them that are left out
   */
  static Totals of(
      Segments segments,
      List<Expression> sums,
      Expression divisor,
      Expression present,
      Expression weights,
      Expression lost,
      boolean missing) {
    Frame frame = segments.scope().frame();
    Expression none = Ops.equal(present, 0);
    if (segments.skips()) {
      Expression share = Ops.of(BinaryOp.DIVIDE, lost, weights);
      Expression beyond = Ops.of(BinaryOp.LESS, Ops.number(segments.threshold()), share);
      none = Ops.of(BinaryOp.OR, none, Ops.orElse(beyond, 0));
    }
    Expression gate = new Slot(frame.slot(none));
    Expression counted = divisor;
    if (segments.averages()) {
      // Of nothing there is no average.
      Expression zero = Ops.equal(divisor, 0);
      counted =
          new Slot(
              frame.slot(Ops.choice(gate, Ops.MISSING, Ops.choice(zero, Ops.REFUSED, divisor))));
    }
    boolean mayBeMissing = missing || segments.conditional() || segments.skips();
    return new Totals(sums, counted, gate, mayBeMissing);
  }

  /** What all segments count together, where they always take part. */
  static Expression constantDivisor(Segments segments) {
    double divisor = 0;
    for (Segment segment : segments.list()) {
      divisor = segments.reals().add(divisor, segments.factor(segment));
    }
    if (divisor == 0 && segments.averages()) {
      throw segments.refused(" of weights that are all zero");
    }
    return Ops.number(divisor);
  }

  /** A sum, or the average where that is wanted. */
  Expression value(Segments segments, int index) {
    Expression sum = sums.get(index);
    return gated(segments.averages() ? segments.reals().divide(sum, divisor) : sum);
  }

  /** A value where there is an answer. */
  Expression gated(Expression value) {
    return none == null ? value : Ops.choice(none, Ops.MISSING, value);
  }
}
