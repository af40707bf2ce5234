package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class AgreementTest {

  private static final Agreement AGREEMENT = Agreement.DOUBLE;

  @Test
  void smallNumbersAgreeAbsolutelyAndLargeOnesRelatively() {
    assertTrue(AGREEMENT.agree(0.5, 0.5 + 9e-13));
    assertFalse(AGREEMENT.agree(0.5, 0.5 + 2e-12));
    assertTrue(AGREEMENT.agree(1e6, 1e6 + 9e-7));
    assertFalse(AGREEMENT.agree(1e6, 1e6 + 2e-6));
    assertTrue(AGREEMENT.agree(0.0, -0.0));
    assertTrue(Agreement.FLOAT.agree(0.5f, 0.5000005f));
    assertFalse(Agreement.FLOAT.agree(0.5f, 0.50001f));
  }

  @Test
  void missingAgreesWithMissingAlone() {
    assertTrue(AGREEMENT.agree(null, null));
    assertFalse(AGREEMENT.agree(null, 0.0));
    assertFalse(AGREEMENT.agree(0.0, null));
  }

  @Test
  void infinitiesAgreeWithThemselvesAlone() {
    double infinity = Double.POSITIVE_INFINITY;
    assertTrue(AGREEMENT.agree(infinity, infinity));
    assertFalse(AGREEMENT.agree(infinity, -infinity));
    assertFalse(AGREEMENT.agree(infinity, Double.MAX_VALUE));
    assertFalse(AGREEMENT.agree(Double.MAX_VALUE, infinity));
  }

  @Test
  void everythingElseIsEqualOrNot() {
    assertTrue(AGREEMENT.agree("a", "a"));
    assertFalse(AGREEMENT.agree("a", "b"));
    assertTrue(AGREEMENT.agree(7L, 7L));
    assertFalse(AGREEMENT.agree(1_000_000_000_000_000L, 1_000_000_000_000_001L));
    assertFalse(AGREEMENT.agree(true, false));
  }

  @Test
  void theDifferenceIsRelativeToTheExpectedValue() {
    assertEquals(0.1, AGREEMENT.difference(10.0, 11.0));
    assertEquals(0.25, AGREEMENT.difference(0.5, 0.25));
    assertEquals(0, AGREEMENT.difference("a", "a"));
    assertEquals(Double.POSITIVE_INFINITY, AGREEMENT.difference("a", "b"));
  }
}
