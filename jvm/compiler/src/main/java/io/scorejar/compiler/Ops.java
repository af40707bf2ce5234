package io.scorejar.compiler;

import io.scorejar.program.Binary;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Choice;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Unary;
import io.scorejar.program.UnaryOp;
import java.util.List;

/** Short names for expressions. */
final class Ops {

  static final Expression MISSING = new Constant(Double.NaN);

  /** Refuses every row that asks for it. */
  static final Expression REFUSED = new Unary(UnaryOp.REQUIRED, MISSING);

  private Ops() {}

  static Expression number(double value) {
    return new Constant(value);
  }

  static Expression truth(boolean value) {
    return new Constant(value ? 1 : 0);
  }

  static Expression of(UnaryOp op, Expression argument) {
    return argument instanceof Constant constant && op != UnaryOp.REQUIRED && op != UnaryOp.INTEGER
        ? new Constant(op.of(constant.value()))
        : new Unary(op, argument);
  }

  static Expression of(BinaryOp op, Expression left, Expression right) {
    return new Binary(op, left, right);
  }

  /** The first value, or the second where that is missing. */
  static Expression orElse(Expression value, double other) {
    return Double.isNaN(other) ? value : of(BinaryOp.OR_ELSE, value, number(other));
  }

  static Expression equal(Expression value, double other) {
    return of(BinaryOp.EQUAL, value, number(other));
  }

  static Expression not(Expression value) {
    return of(UnaryOp.NOT, value);
  }

  static Expression choice(Expression condition, Expression then, Expression otherwise) {
    if (condition instanceof Constant constant && !Double.isNaN(constant.value())) {
      return constant.value() != 0 ? then : otherwise;
    }
    return new Choice(condition, then, otherwise);
  }

  /** Whether one of them holds; false for none. */
  static Expression any(List<Expression> conditions) {
    if (conditions.isEmpty()) {
      return truth(false);
    }
    if (conditions.size() == 1) {
      return conditions.get(0);
    }
    // Halves, so that many conditions do not nest deep.
    int half = conditions.size() / 2;
    return of(
        BinaryOp.OR,
        any(conditions.subList(0, half)),
        any(conditions.subList(half, conditions.size())));
  }
}
