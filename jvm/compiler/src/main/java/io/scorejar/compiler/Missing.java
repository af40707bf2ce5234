package io.scorejar.compiler;

import io.scorejar.program.Binary;
import io.scorejar.program.Choice;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Lookup;
import io.scorejar.program.Slot;
import io.scorejar.program.Unary;
import io.scorejar.program.UnaryOp;
import java.util.function.IntPredicate;

/** Tells by its structure whether a value may be missing. */
final class Missing {

  private Missing() {}

  /** Whether a value is there on every row, whatever stands in its slots. */
  static boolean never(Expression expression) {
    return never(expression, slot -> false);
  }

  /**
   * Whether a value is there on every row.
   *
   * @param sure slots that never are missing
   */
  static boolean never(Expression expression, IntPredicate sure) {
    if (expression instanceof Slot slot) {
      return sure.test(slot.slot());
    }
    if (expression instanceof Constant constant) {
      return !Double.isNaN(constant.value());
    }
    if (expression instanceof Unary unary) {
      return unary.op() == UnaryOp.IS_MISSING
          || unary.op() == UnaryOp.REQUIRED
          || (total(unary.op()) && never(unary.argument(), sure));
    }
    if (expression instanceof Binary binary) {
      return switch (binary.op()) {
        case LESS, LESS_OR_EQUAL, EQUAL, NOT_EQUAL, AND, OR ->
            never(binary.left(), sure) && never(binary.right(), sure);
        case OR_ELSE, LEAST, GREATEST -> never(binary.left(), sure) || never(binary.right(), sure);
        default -> false;
      };
    }
    if (expression instanceof Choice choice) {
      return never(choice.condition(), sure)
          && never(choice.then(), sure)
          && never(choice.otherwise(), sure);
    }
    return expression instanceof Lookup table && never(table, sure);
  }

  private static boolean never(Lookup table, IntPredicate sure) {
    boolean all = !Double.isNaN(table.other());
    for (double value : table.values()) {
      all &= !Double.isNaN(value);
    }
    return all && (!Double.isNaN(table.missing()) || never(table.code(), sure));
  }

  private static boolean total(UnaryOp op) {
    return op == UnaryOp.NOT || op == UnaryOp.VALUE || op == UnaryOp.FLOAT;
  }
}
