package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AgreementTest {

  private static double away(double from, int ulps) {
    return from + ulps * Math.ulp(from);
  }

  @Test
  void bitsAreTheSameOrNot() {
    assertTrue(Agreement.BITS.agree(0.1, 0.1));
    assertFalse(Agreement.BITS.agree(0.1, away(0.1, 1)));
    assertTrue(Agreement.BITS.agree(0.0, -0.0));
    assertFalse(Agreement.BITS.agree(0.1f, Math.nextUp(0.1f)));
  }

  @Test
  void fourUlpsOfTheExpectedValueAreAllowedAndNoMore() {
    assertTrue(Agreement.ULPS.agree(-7.5, away(-7.5, 4)));
    assertFalse(Agreement.ULPS.agree(-7.5, away(-7.5, 5)));
    assertTrue(Agreement.ULPS.agree(1e300, away(1e300, 4)));
    assertFalse(Agreement.ULPS.agree(-1e-9, away(-1e-9, 5)));
  }

  @Test
  void ofAProbabilityFourUlpsOfOneAreAllowed() {
    double unit = Math.ulp(1.0);
    assertTrue(Agreement.ULPS.agree(1e-9, 1e-9 + 3.9 * unit));
    assertFalse(Agreement.ULPS.agree(1e-9, 1e-9 + 4.1 * unit));
  }

  @Test
  void sumsAgreeAbsolutelyBelowOneAndRelativelyAbove() {
    assertTrue(Agreement.SUMS.agree(0.5, 0.5 + 9e-13));
    assertFalse(Agreement.SUMS.agree(0.5, 0.5 + 2e-12));
    assertTrue(Agreement.SUMS.agree(1e6, 1e6 + 9e-7));
    assertFalse(Agreement.SUMS.agree(1e6, 1e6 + 2e-6));
    assertTrue(Agreement.FLOAT.agree(0.5f, 0.5000005f));
    assertFalse(Agreement.FLOAT.agree(0.5f, 0.50001f));
  }

  @ParameterizedTest
  @EnumSource
  void missingAgreesWithMissingAlone(Agreement agreement) {
    assertTrue(agreement.agree(null, null));
    assertFalse(agreement.agree(null, 0.0));
    assertFalse(agreement.agree(0.0, null));
  }

  @ParameterizedTest
  @EnumSource
  void infinitiesAgreeWithThemselvesAlone(Agreement agreement) {
    double infinity = Double.POSITIVE_INFINITY;
    assertTrue(agreement.agree(infinity, infinity));
    assertFalse(agreement.agree(infinity, -infinity));
    assertFalse(agreement.agree(infinity, Double.MAX_VALUE));
    assertFalse(agreement.agree(Double.MAX_VALUE, infinity));
  }

  @ParameterizedTest
  @EnumSource
  void everythingElseIsEqualOrNot(Agreement agreement) {
    assertTrue(agreement.agree("a", "a"));
    assertFalse(agreement.agree("a", "b"));
    assertTrue(agreement.agree(7L, 7L));
    assertFalse(agreement.agree(1_000_000_000_000_000L, 1_000_000_000_000_001L));
    assertFalse(agreement.agree(true, false));
  }

  @ParameterizedTest
  @EnumSource
  void anAgreementIsFoundByItsNameAlone(Agreement agreement) {
    assertEquals(agreement, Agreement.of(agreement.jsonName()));
    assertThrows(BadModelException.class, () -> Agreement.of(agreement.name()));
  }

  @Test
  void theDifferenceIsRelativeToTheExpectedValue() {
    assertEquals(0.1, Agreement.difference(10.0, 11.0));
    assertEquals(0.25, Agreement.difference(0.5, 0.25));
    assertEquals(0, Agreement.difference("a", "a"));
    assertEquals(Double.POSITIVE_INFINITY, Agreement.difference("a", "b"));
  }

  @Test
  void ulpsAreCountedUpSoThatNoneMeansTheSameBits() {
    assertEquals(3, Agreement.ulps(-7.5, away(-7.5, 3)));
    assertEquals(1, Agreement.ulps(1e-9, Math.nextUp(1e-9)));
    assertEquals(2, Agreement.ulps(1.5f, 1.5f + 2 * Math.ulp(1f)));
    assertEquals(Long.MAX_VALUE, Agreement.ulps("a", "b"));
  }

  /** What the Javadoc of BITS says: 20,000 calls are compiled on their way. */
  @Test
  void theExponentialKeepsItsBitsWhenItsCallerIsCompiled() {
    double[] first = new double[1000];
    for (int call = 0; call < 20_000; call++) {
      double x = (call % first.length - 500) / 37.0;
      double found = Math.exp(x) + Math.log(Math.abs(x) + 1e-3);
      if (call < first.length) {
        first[call] = found;
      }
      assertEquals(
          Double.doubleToRawLongBits(first[call % first.length]),
          Double.doubleToRawLongBits(found));
    }
  }
}
