package io.scorejar.program;

import io.scorejar.InvalidRowException;

/**
 * What a {@link Binary} makes of two values. Numbers are doubles; truth is 1 and 0. Where one value
 * is missing the result is missing too, except where an operation says otherwise.
 *
 * <p>Zeros are positive, as in {@link UnaryOp}. The order is part of the binary form: new ones come
 * last.
 */
public enum BinaryOp {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  /** {@code x - floor(x / y) * y}. */
  MODULO,
  POWER,
  /** As ADD, of integers; a row is refused where the sum is none of 32 bits. */
  ADD_INTEGERS,
  SUBTRACT_INTEGERS,
  MULTIPLY_INTEGERS,
  /** Towards zero; a row is refused where the divisor is zero. */
  DIVIDE_INTEGERS,
  LESS,
  LESS_OR_EQUAL,
  EQUAL,
  NOT_EQUAL,
  AND,
  OR,
  /** The first value, or the second where that is missing. */
  OR_ELSE,
  /** The smaller of the values that are not missing. */
  LEAST,
  /** The larger of the values that are not missing. */
  GREATEST,
  /** The second value; a row is refused where that is missing and the first is not. */
  VALID;

  /**
   * The result of two values.
   *
   * @throws InvalidRowException if there is none
   */
  public double of(double x, double y) {
    return switch (this) {
      case ADD -> x + y + 0.0;
      case SUBTRACT -> x - y + 0.0;
      case MULTIPLY -> x * y + 0.0;
      case DIVIDE -> x / y + 0.0;
      case MODULO -> x - Math.floor(x / y) * y + 0.0;
      case POWER -> Double.isNaN(x) || Double.isNaN(y) ? Double.NaN : Math.pow(x, y) + 0.0;
      case ADD_INTEGERS -> UnaryOp.INTEGER.of(x + y);
      case SUBTRACT_INTEGERS -> UnaryOp.INTEGER.of(x - y + 0.0);
      case MULTIPLY_INTEGERS -> UnaryOp.INTEGER.of(x * y + 0.0);
      case DIVIDE_INTEGERS -> quotient(x, y);
      case LESS -> truth(x, y, x < y);
      case LESS_OR_EQUAL -> truth(x, y, x <= y);
      case EQUAL -> truth(x, y, x == y);
      case NOT_EQUAL -> truth(x, y, x != y);
      case AND -> truth(x, y, x != 0 && y != 0);
      case OR -> truth(x, y, x != 0 || y != 0);
      case OR_ELSE -> Double.isNaN(x) ? y : x;
      case LEAST -> Double.isNaN(x) || y < x ? y : x;
      case GREATEST -> Double.isNaN(x) || y > x ? y : x;
      case VALID -> valid(x, y);
    };
  }

  private static double truth(double x, double y, boolean truth) {
    return Double.isNaN(x) || Double.isNaN(y) ? Double.NaN : truth ? 1 : 0;
  }

  private static double quotient(double x, double y) {
    if (!Double.isNaN(y) && (int) y == 0) {
      throw new InvalidRowException("the model has no answer for this row: a division by zero");
    }
    if (Double.isNaN(x) || Double.isNaN(y)) {
      return Double.NaN;
    }
    int quotient = (int) x / (int) y;
    return quotient;
  }

  private static double valid(double x, double y) {
    if (Double.isNaN(y) && !Double.isNaN(x)) {
      throw new InvalidRowException("the model has no answer for this row: a value is undefined");
    }
    return y;
  }
}
