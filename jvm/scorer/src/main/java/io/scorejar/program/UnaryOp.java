package io.scorejar.program;

import io.scorejar.InvalidRowException;

/**
 * What a {@link Unary} does to a value. Numbers are doubles; truth is 1 and 0. A missing value
 * stays missing, except where an operation says otherwise.
 *
 * <p>JPMML knows no negative zero: every value that it makes and that is zero is positive. So are
 * the results here. The order is part of the binary form: new ones come last.
 */
public enum UnaryOp {
  /** The value, with zero made positive. */
  VALUE,
  /** The nearest float. */
  FLOAT,
  ABS,
  EXP,
  /** {@code exp(x) - 1}. */
  EXPM1,
  LN,
  /** {@code ln(1 + x)}. */
  LN1P,
  LOG10,
  SQRT,
  /** As {@link Math#round(double)}. */
  ROUND,
  /** As {@link Math#round(float)}, for a value that is a float. */
  ROUND_FLOAT,
  /** To the nearest whole number, halves to the even one. */
  RINT,
  FLOOR,
  CEILING,
  SIN,
  COS,
  TAN,
  ASIN,
  ACOS,
  ATAN,
  SINH,
  COSH,
  TANH,
  /** 1 for 0, 0 for anything else. */
  NOT,
  /** Whether the value is missing; never missing itself. */
  IS_MISSING,
  /** The value; a row is refused where it is missing. */
  REQUIRED,
  /** The value; a row is refused where it is no whole number of 32 bits. */
  INTEGER,
  /** {@code 1 / (1 + exp(-x))}. */
  LOGIT,
  /** {@code 1 - exp(-exp(x))}. */
  CLOGLOG,
  /** {@code exp(-exp(-x))}. */
  LOGLOG,
  /** {@code 0.5 + atan(x) / π}. */
  CAUCHIT,
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code 2 atan(x) / π}. */
  ARCTAN,
  /** {@code exp(-x²)}. */
  GAUSS,
  /** {@code x / (1 + |x|)}. */
  ELLIOTT,
  /** {@code 1 / x}. */
  RECIPROCAL,
  SQUARE,
  /** EXP in JPMML's arithmetic of floats. */
  EXP_FLOAT,
  /** LOGIT in JPMML's arithmetic of floats. */
  LOGIT_FLOAT;

  /** Euler's number as JPMML's arithmetic of floats has it. */
  private static final double FLOAT_E = 2.7182817;

  /**
   * The result of one value.
   *
   * @throws InvalidRowException if the operation demands a value that this is not
   */
  public double of(double x) {
    return switch (this) {
      case VALUE -> x + 0.0;
      case FLOAT -> (float) x + 0.0;
      case ABS -> Math.abs(x);
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x) + 0.0;
      case LN -> Math.log(x) + 0.0;
      case LN1P -> Math.log1p(x) + 0.0;
      case LOG10 -> Math.log10(x) + 0.0;
      case SQRT -> Math.sqrt(x) + 0.0;
      case ROUND -> Double.isNaN(x) ? x : Math.round(x);
      case ROUND_FLOAT -> Double.isNaN(x) ? x : Math.round((float) x);
      case RINT -> Math.rint(x) + 0.0;
      case FLOOR -> Math.floor(x) + 0.0;
      case CEILING -> Math.ceil(x) + 0.0;
      case SIN -> Math.sin(x) + 0.0;
      case COS -> Math.cos(x) + 0.0;
      case TAN -> Math.tan(x) + 0.0;
      case ASIN -> Math.asin(x) + 0.0;
      case ACOS -> Math.acos(x) + 0.0;
      case ATAN -> Math.atan(x) + 0.0;
      case SINH -> Math.sinh(x) + 0.0;
      case COSH -> Math.cosh(x) + 0.0;
      case TANH -> Math.tanh(x) + 0.0;
      case NOT -> Double.isNaN(x) ? x : x == 0 ? 1 : 0;
      case IS_MISSING -> Double.isNaN(x) ? 1 : 0;
      case REQUIRED -> required(x);
      case INTEGER -> integer(x);
      case LOGIT -> 1.0 / (1.0 + Math.exp(-x));
      case CLOGLOG -> 1.0 - Math.exp(-Math.exp(x));
      case LOGLOG -> Math.exp(-Math.exp(-x));
      case CAUCHIT -> 0.5 + (1.0 / Math.PI) * Math.atan(x);
      case RELU -> Math.max(x, 0);
      case ARCTAN -> (2.0 * Math.atan(x)) / Math.PI;
      case GAUSS -> Math.exp(-(x * x));
      case ELLIOTT -> x / (1.0 + Math.abs(x));
      case RECIPROCAL -> 1.0 / x;
      case SQUARE -> x * x;
      case EXP_FLOAT -> Double.isNaN(x) ? x : exp((float) x);
      case LOGIT_FLOAT -> 1f / (1f + exp(-(float) x));
    };
  }

  /** The exponential function as JPMML has it for floats. */
  static float exp(float x) {
    return (float) Math.pow(FLOAT_E, x);
  }

  private static double required(double x) {
    if (Double.isNaN(x)) {
      throw new InvalidRowException(
          "the model has no answer for this row: a value that it needs is missing or invalid");
    }
    return x;
  }

  private static double integer(double x) {
    if (!Double.isNaN(x) && x != (int) x) {
      throw new InvalidRowException("expected an integer of 32 bits, got " + x);
    }
    return x;
  }
}
