package io.scorejar.compiler;

/** What a predicate says of a row: PMML's three-valued logic. */
enum Outcome {
  TRUE,
  FALSE,
  UNKNOWN,
  /** The row is refused, because a value that the predicate reads is undefined. */
  REFUSED;

  static Outcome of(double truth) {
    return Double.isNaN(truth) ? UNKNOWN : truth != 0 ? TRUE : FALSE;
  }

  Outcome not() {
    return this == TRUE ? FALSE : this == FALSE ? TRUE : this;
  }

  Outcome and(Outcome other) {
    if (this == REFUSED || other == REFUSED) {
      return REFUSED;
    }
    if (this == FALSE || other == FALSE) {
      return FALSE;
    }
    return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : TRUE;
  }

  Outcome or(Outcome other) {
    return not().and(other.not()).not();
  }

  Outcome xor(Outcome other) {
    if (this == REFUSED || other == REFUSED) {
      return REFUSED;
    }
    if (this == UNKNOWN || other == UNKNOWN) {
      return UNKNOWN;
    }
    return this == other ? FALSE : TRUE;
  }
}
