package io.scorejar;

import java.util.Locale;

/**
 * The one place that says which answers are equal: four agreements by name, of which a jar names
 * one and none can choose its own.
 *
 * <p>They concern numbers of type {@code double} and {@code float}. Everything else (whole numbers,
 * strings, booleans, dates, infinities, missing values) must be equal in each of them. The two
 * zeros are equal: no comparison tells them apart.
 */
public enum Agreement {
  /**
   * The same bits. For the same arithmetic in the same order: raw scores of trees, whoever adds
   * them up, and any engine against JPMML's interpreter in the same process. That holds for {@code
   * exp} and {@code log} too: within one JVM the bytecode interpreter, C1 and C2 call the same
   * routine for {@link Math#exp}, because the monotonicity that it specifies would not survive a
   * change of results when a method is compiled ({@code AgreementTest} counts on it). Other
   * processors and releases of Java have other routines, so that no jar is checked by bits when it
   * is opened.
   */
  BITS,
  /**
   * At most 4 units in the last place of the expected value; of 1, for a value from 0 to 1, since
   * the one probability is made by taking the other from 1, and has the other's error. For the same
   * arithmetic with another library's {@code exp} and {@code log}: Java's and C's are each within 1
   * ulp of the truth, and a link function then divides.
   */
  ULPS,
  /**
   * Within 1e-12 of the larger of 1 and the expected value's size. For sums without a defined
   * order: the dot products of BLAS, and sums over threads.
   */
  SUMS,
  /**
   * Within 1e-6 of the larger of 1 and the expected value's size. For models that compute in 32
   * bits, or whose PMML says {@code x-mathContext="float"}.
   */
  FLOAT;

  private static final long MOST_ULPS = 4;
  private static final double SUMS_TOLERANCE = 1e-12;
  private static final double FLOAT_TOLERANCE = 1e-6;

  /** The name in {@code model.json} and in evidence, for example {@code ulps}. */
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The agreement of a name.
   *
   * @throws BadModelException if there is none: a jar does not choose its own
   */
  public static Agreement of(String jsonName) {
    for (Agreement agreement : values()) {
      if (agreement.jsonName().equals(jsonName)) {
        return agreement;
      }
    }
    throw new BadModelException(
        "agreement: expected bits, ulps, sums or float, got '" + jsonName + "'");
  }

  /** Whether an answer is the expected one; both are values of {@link Output#value}. */
  public boolean agree(Object expected, Object actual) {
    return switch (this) {
      case BITS -> ulps(expected, actual) == 0;
      case ULPS -> ulps(expected, actual) <= MOST_ULPS;
      case SUMS -> difference(expected, actual) <= SUMS_TOLERANCE;
      case FLOAT -> difference(expected, actual) <= FLOAT_TOLERANCE;
    };
  }

  /**
   * How far two answers are apart, relative to the larger of 1 and the expected value's size: 0
   * when they are equal, infinite when they are not and it takes no number to say so.
   */
  public static double difference(Object expected, Object actual) {
    if (same(expected, actual)) {
      return 0;
    }
    if (!real(expected) || !real(actual)) {
      return Double.POSITIVE_INFINITY;
    }
    double wanted = ((Number) expected).doubleValue();
    double difference = Math.abs(wanted - ((Number) actual).doubleValue());
    double relative = difference / Math.max(1, Math.abs(wanted));
    return Double.isNaN(relative) ? Double.POSITIVE_INFINITY : relative;
  }

  /**
   * How many units in the last place two answers are apart, rounded up, so that 0 means the same
   * bits: units of the expected value, or of 1 where it is from 0 to 1. {@link Long#MAX_VALUE} when
   * it takes no number to say that they differ.
   */
  public static long ulps(Object expected, Object actual) {
    if (same(expected, actual)) {
      return 0;
    }
    if (!real(expected) || !real(actual)) {
      return Long.MAX_VALUE;
    }
    double wanted = ((Number) expected).doubleValue();
    double size = wanted >= 0 && wanted < 1 ? 1 : wanted;
    double unit = expected instanceof Float ? Math.ulp((float) size) : Math.ulp(size);
    double ulps = Math.ceil(Math.abs(wanted - ((Number) actual).doubleValue()) / unit);
    return Double.isNaN(ulps) ? Long.MAX_VALUE : (long) ulps;
  }

  private static boolean same(Object expected, Object actual) {
    if (real(expected) && real(actual)) {
      // Not equals(), which holds 0.0 and -0.0 apart.
      return ((Number) expected).doubleValue() == ((Number) actual).doubleValue();
    }
    return expected == null ? actual == null : expected.equals(actual);
  }

  private static boolean real(Object value) {
    return value instanceof Double || value instanceof Float;
  }
}
