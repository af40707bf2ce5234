package io.scorejar.compiler;

import io.scorejar.program.Binary;
import io.scorejar.program.Bins;
import io.scorejar.program.Choice;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Line;
import io.scorejar.program.Slot;
import io.scorejar.program.Unary;

/**
 * Tells by its structure whether an expression of one slot rises or falls with it.
 *
 * <p>It must have a number for every number of the slot, infinities included. Floating-point
 * operations with a constant keep the order of their arguments, since rounding does; so do the
 * functions of {@link Math} named here, which its documentation calls semi-monotonic. Where two
 * pieces meet, their values on both sides are compared.
 */
final class Monotone {

  /** How a value moves with a slot; one that does not move rises and falls. */
  enum Direction {
    CONSTANT,
    RISING,
    FALLING,
    NEITHER;

    Direction reversed() {
      return this == RISING ? FALLING : this == FALLING ? RISING : this;
    }

    Direction with(Direction other) {
      if (this == CONSTANT || this == other) {
        return other;
      }
      return other == CONSTANT ? this : NEITHER;
    }

    Direction after(Direction inner) {
      return this == CONSTANT || inner == CONSTANT
          ? CONSTANT
          : this == NEITHER || inner == NEITHER ? NEITHER : this == inner ? RISING : FALLING;
    }
  }

  private final Numbers numbers;

  /**
   * @param numbers evaluates expressions of the one slot
   */
  Monotone(Numbers numbers) {
    this.numbers = numbers;
  }

  Direction of(Expression expression) {
    if (expression instanceof Constant constant) {
      return Double.isNaN(constant.value()) ? Direction.NEITHER : Direction.CONSTANT;
    }
    if (expression instanceof Slot) {
      return Direction.RISING;
    }
    if (expression instanceof Unary unary) {
      return unary(unary);
    }
    if (expression instanceof Binary binary) {
      return binary(binary);
    }
    if (expression instanceof Choice choice) {
      return choice(choice);
    }
    if (expression instanceof Bins bins) {
      return ascending(bins.values()).after(of(bins.number()));
    }
    if (expression instanceof Line line) {
      return line(line);
    }
    return Direction.NEITHER;
  }

  private Direction unary(Unary unary) {
    Direction inner = of(unary.argument());
    return switch (unary.op()) {
      case VALUE,
          FLOAT,
          EXP,
          EXPM1,
          ROUND,
          ROUND_FLOAT,
          RINT,
          FLOOR,
          CEILING,
          ATAN,
          SINH,
          TANH,
          LOGIT,
          CAUCHIT,
          RELU,
          ARCTAN ->
          inner;
      case NOT -> inner.reversed();
      // A number is not missing.
      case IS_MISSING -> inner == Direction.NEITHER ? inner : Direction.CONSTANT;
      default -> inner == Direction.CONSTANT ? inner : Direction.NEITHER;
    };
  }

  private Direction binary(Binary binary) {
    Direction left = of(binary.left());
    Direction right = of(binary.right());
    return switch (binary.op()) {
      case ADD -> finite(binary.left(), binary.right()) ? left.with(right) : Direction.NEITHER;
      case SUBTRACT ->
          finite(binary.left(), binary.right()) ? left.with(right.reversed()) : Direction.NEITHER;
      case MULTIPLY ->
          binary.left() instanceof Constant
              ? scaled(right, binary.left())
              : scaled(left, binary.right());
      case DIVIDE -> scaled(left, binary.right());
      case LEAST, GREATEST, AND, OR -> left.with(right);
      case OR_ELSE -> left;
      case LESS, LESS_OR_EQUAL -> right.with(left.reversed());
      default ->
          left == Direction.CONSTANT && right == Direction.CONSTANT
              ? Direction.CONSTANT
              : Direction.NEITHER;
    };
  }

  /** Sums of two moving values may be infinity minus infinity. */
  private static boolean finite(Expression left, Expression right) {
    return (left instanceof Constant x && Double.isFinite(x.value()))
        || (right instanceof Constant y && Double.isFinite(y.value()));
  }

  private static Direction scaled(Direction direction, Expression factor) {
    if (!(factor instanceof Constant constant)
        || !Double.isFinite(constant.value())
        || constant.value() == 0) {
      return Direction.NEITHER;
    }
    return constant.value() > 0 ? direction : direction.reversed();
  }

  private Direction choice(Choice choice) {
    Direction condition = of(choice.condition());
    Direction branches = of(choice.then()).with(of(choice.otherwise()));
    if (condition == Direction.NEITHER || branches == Direction.NEITHER) {
      return Direction.NEITHER;
    }
    double low = numbers.at(choice.condition(), Double.NEGATIVE_INFINITY);
    double high = numbers.at(choice.condition(), Double.POSITIVE_INFINITY);
    if (low == high) {
      return of(low != 0 ? choice.then() : choice.otherwise());
    }
    double last = numbers.last(x -> numbers.at(choice.condition(), x) == low);
    return branches.with(step(choice, last));
  }

  /** How a value moves from one number to the next. */
  private Direction step(Expression expression, double before) {
    double from = numbers.at(expression, before);
    double to = numbers.at(expression, Numbers.next(before));
    if (Double.isNaN(from) || Double.isNaN(to)) {
      return Direction.NEITHER;
    }
    return from == to ? Direction.CONSTANT : from < to ? Direction.RISING : Direction.FALLING;
  }

  private static Direction ascending(double[] values) {
    Direction direction = Double.isNaN(values[0]) ? Direction.NEITHER : Direction.CONSTANT;
    for (int i = 1; i < values.length; i++) {
      double from = values[i - 1];
      double to = values[i];
      direction =
          direction.with(
              Double.isNaN(to)
                  ? Direction.NEITHER
                  : from == to
                      ? Direction.CONSTANT
                      : from < to ? Direction.RISING : Direction.FALLING);
    }
    return direction;
  }

  private Direction line(Line line) {
    Direction inner = of(line.number());
    double[] from = line.from();
    Direction points = ascending(line.to());
    for (int i = 1; i < from.length; i++) {
      points = from[i - 1] < from[i] ? points : Direction.NEITHER;
    }
    if (line.outside() == Line.Outside.MISSING || points == Direction.NEITHER) {
      return Direction.NEITHER;
    }
    Line alone = new Line(new Slot(numbers.slot()), from, line.to(), line.outside());
    for (double point : from) {
      points = points.with(step(alone, point)).with(step(alone, Math.nextDown(point)));
    }
    boolean ends =
        !Double.isNaN(numbers.at(alone, Double.NEGATIVE_INFINITY))
            && !Double.isNaN(numbers.at(alone, Double.POSITIVE_INFINITY));
    return ends ? points.after(inner) : Direction.NEITHER;
  }
}
