package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.Interval;

/** Intervals of numbers. */
final class Ranges {

  private Ranges() {}

  /** Whether an interval contains a value. */
  static Expression contains(Expression value, Interval interval) {
    List<Expression> sides = new ArrayList<>();
    if (interval.getLeftMargin() != null) {
      Expression left = Ops.number(interval.getLeftMargin().doubleValue());
      sides.add(Ops.of(closedLeft(interval) ? BinaryOp.LESS_OR_EQUAL : BinaryOp.LESS, left, value));
    }
    if (interval.getRightMargin() != null) {
      Expression right = Ops.number(interval.getRightMargin().doubleValue());
      sides.add(
          Ops.of(closedRight(interval) ? BinaryOp.LESS_OR_EQUAL : BinaryOp.LESS, value, right));
    }
    return sides.stream()
        .reduce((left, right) -> Ops.of(BinaryOp.AND, left, right))
        .orElseThrow(() -> NotCompiled.of(interval, "has no margin"));
  }

  /** The last number below the interval; null where there is none. */
  static Double below(Interval interval) {
    if (interval.getLeftMargin() == null) {
      return null;
    }
    double margin = interval.getLeftMargin().doubleValue() + 0.0;
    return closedLeft(interval) ? Math.nextDown(margin) : margin;
  }

  /** The last number of the interval; null where it has no end. */
  static Double last(Interval interval) {
    if (interval.getRightMargin() == null) {
      return null;
    }
    double margin = interval.getRightMargin().doubleValue() + 0.0;
    return closedRight(interval) ? margin : Math.nextDown(margin);
  }

  private static boolean closedLeft(Interval interval) {
    Interval.Closure closure = interval.requireClosure();
    return closure == Interval.Closure.CLOSED_CLOSED || closure == Interval.Closure.CLOSED_OPEN;
  }

  private static boolean closedRight(Interval interval) {
    Interval.Closure closure = interval.requireClosure();
    return closure == Interval.Closure.CLOSED_CLOSED || closure == Interval.Closure.OPEN_CLOSED;
  }
}
