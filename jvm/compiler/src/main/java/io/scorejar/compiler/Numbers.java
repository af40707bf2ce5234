package io.scorejar.compiler;

import io.scorejar.program.Expression;
import java.util.function.DoublePredicate;

/** Evaluates expressions of one slot, and searches the doubles for where they change. */
final class Numbers {

  private final int slot;
  private final double[] frame;

  Numbers(int slot) {
    this.slot = slot;
    this.frame = new double[slot + 1];
  }

  int slot() {
    return slot;
  }

  /** The value of an expression, of this slot alone, where the slot holds a number. */
  double at(Expression expression, double number) {
    frame[slot] = number;
    return expression.value(frame);
  }

  /**
   * The last number for which a condition holds that holds for every number before it too, and for
   * negative infinity at least.
   */
  double last(DoublePredicate condition) {
    long low = ordered(Double.NEGATIVE_INFINITY);
    long high = ordered(Double.POSITIVE_INFINITY);
    if (condition.test(Double.POSITIVE_INFINITY)) {
      return Double.POSITIVE_INFINITY;
    }
    // It holds at low and not at high.
    while (low + 1 < high) {
      // Their difference may be more than a long holds.
      long middle = (low & high) + ((low ^ high) >> 1);
      if (condition.test(number(middle))) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return number(low) + 0.0;
  }

  /** The next number; both zeros are one. */
  static double next(double number) {
    return Math.nextUp(number + 0.0);
  }

  /** Whole numbers in the order of the doubles. */
  private static long ordered(double number) {
    long bits = Double.doubleToLongBits(number);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits;
  }

  private static double number(long ordered) {
    return Double.longBitsToDouble(ordered >= 0 ? ordered : Long.MIN_VALUE - ordered);
  }
}
