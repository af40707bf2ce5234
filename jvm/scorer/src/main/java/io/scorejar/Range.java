package io.scorejar;

/**
 * The numbers that an input takes: from {@code low} to {@code high}, both included.
 *
 * <p>An infinite bound takes the infinity too; a pipeline that takes finite numbers alone has the
 * range from {@code -Double.MAX_VALUE} to {@code Double.MAX_VALUE}. Missing is no number: {@link
 * Input#missing} decides about it. Immutable.
 */
public record Range(double low, double high) {

  /** Every number, the infinities included. */
  public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** Every number but the infinities. */
  public static final Range FINITE = new Range(-Double.MAX_VALUE, Double.MAX_VALUE);

  /**
   * A range of at least one number.
   *
   * @throws BadModelException if the bounds are no numbers, or the wrong way round
   */
  public Range {
    if (!(low <= high) || low == Double.POSITIVE_INFINITY || high == Double.NEGATIVE_INFINITY) {
      throw new BadModelException(
          "expected a range from a number to one not below it, got " + low + " to " + high);
    }
  }

  /** Whether a number is in the range; NaN never is. */
  public boolean holds(double number) {
    return number >= low && number <= high;
  }

  /** Whether every number of another range is in this one. */
  public boolean holds(Range other) {
    return holds(other.low) && holds(other.high);
  }

  /** Whether there is a number outside. */
  public boolean bounded() {
    return !equals(ALL);
  }

  /** The range for a message: {@code a number from 0.0 to 1.0}, {@code a finite number}. */
  @Override
  public String toString() {
    return shown(Type.DOUBLE);
  }

  /** The range of values of a type for a message: {@code an integer from 0 to 150}. */
  String shown(Type type) {
    if (equals(FINITE)) {
      return "a finite number";
    }
    String from = low == Double.NEGATIVE_INFINITY ? "" : " from " + shown(type, low);
    String to = high == Double.POSITIVE_INFINITY ? "" : " to " + shown(type, high);
    String noun = type == Type.INTEGER ? "an integer" : "a number";
    return (from + to).isEmpty() ? "any number" : noun + from + to;
  }

  private static String shown(Type type, double bound) {
    boolean whole = type == Type.INTEGER && bound == (long) bound;
    return whole ? Long.toString((long) bound) : Double.toString(bound);
  }
}
