package io.scorejar.compiler;

import io.scorejar.program.Expression;
import io.scorejar.program.Layer;
import io.scorejar.program.Slot;
import java.util.Arrays;
import java.util.List;

/** Sums of slots in order. */
final class Sums {

  private Sums() {}

  /** The slot of a sum that starts at 0 and takes slots in their order. */
  static int of(Frame frame, Reals reals, int[] slots) {
    double[] ones = new double[slots.length];
    Arrays.fill(ones, 1);
    int sum = frame.newSlot();
    frame.add(new Layer(slots, ones, new double[] {0}, reals.floats(), new int[] {sum}));
    return sum;
  }

  /** A sum that starts at 0 and takes values in their order. */
  static Expression of(Frame frame, Reals reals, List<Expression> values) {
    return new Slot(of(frame, reals, values.stream().mapToInt(frame::slot).toArray()));
  }

  /**
   * The slots of values divided by their sum, unless that is 1; a row whose sum is 0 is refused.
   */
  static int[] shares(Frame frame, Reals reals, int[] slots) {
    Expression sum = new Slot(of(frame, reals, slots));
    Expression divisor = new Slot(frame.slot(Ops.choice(Ops.equal(sum, 0), Ops.REFUSED, sum)));
    int[] shares = new int[slots.length];
    for (int i = 0; i < slots.length; i++) {
      // Division by 1 changes nothing.
      shares[i] = frame.slot(reals.divide(new Slot(slots[i]), divisor));
    }
    return shares;
  }
}
