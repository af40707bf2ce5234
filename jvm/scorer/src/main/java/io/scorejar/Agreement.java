package io.scorejar;

/**
 * The one place that says which answers are equal.
 *
 * <p>Two numbers of type {@code double} or {@code float} agree when they differ by at most the
 * tolerance times the larger of 1 and the expected value's size. Everything else (whole numbers,
 * strings, booleans, dates, infinities, missing values) must be equal. Immutable.
 */
public final class Agreement {

  /** Models that compute in double: what is left is the order of sums and an ulp of {@code exp}. */
  public static final Agreement DOUBLE = new Agreement(1e-12);

  /** Models whose PMML says {@code x-mathContext="float"}. */
  public static final Agreement FLOAT = new Agreement(1e-6);

  private final double tolerance;

  private Agreement(double tolerance) {
    this.tolerance = tolerance;
  }

  /**
   * The agreement of a tolerance that a jar names.
   *
   * @throws BadModelException if it is neither of the two: a jar does not choose its own
   */
  public static Agreement of(double tolerance) {
    if (tolerance == DOUBLE.tolerance) {
      return DOUBLE;
    }
    if (tolerance == FLOAT.tolerance) {
      return FLOAT;
    }
    throw new BadModelException(
        "tolerance: expected "
            + DOUBLE.tolerance
            + " or "
            + FLOAT.tolerance
            + ", got "
            + tolerance);
  }

  /** 1e-12 or 1e-6. */
  public double tolerance() {
    return tolerance;
  }

  /** Whether an answer is the expected one; both are values of {@link Output#value}. */
  public boolean agree(Object expected, Object actual) {
    return difference(expected, actual) <= tolerance;
  }

  /**
   * How far two answers are apart, relative to the larger of 1 and the expected value's size: 0
   * when they are equal, infinite when they are not and it takes no number to say so.
   */
  public double difference(Object expected, Object actual) {
    if (expected == null ? actual == null : expected.equals(actual)) {
      return 0;
    }
    if (!real(expected) || !real(actual)) {
      return Double.POSITIVE_INFINITY;
    }
    double wanted = ((Number) expected).doubleValue();
    double got = ((Number) actual).doubleValue();
    if (wanted == got) {
      return 0; // 0.0 and -0.0, which equals() holds apart.
    }
    double difference = Math.abs(wanted - got) / Math.max(1, Math.abs(wanted));
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }

  private static boolean real(Object value) {
    return value instanceof Double || value instanceof Float;
  }

  @Override
  public String toString() {
    return "within " + tolerance;
  }
}
