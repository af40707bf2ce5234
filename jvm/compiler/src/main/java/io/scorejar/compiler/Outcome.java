package io.scorejar.compiler;

/** What a predicate says of a row: PMML's three-valued logic. */
enum Outcome {
  TRUE,
  FALSE,
  UNKNOWN;

  static Outcome of(double truth) {
    return Double.isNaN(truth) ? UNKNOWN : truth != 0 ? TRUE : FALSE;
  }

  Outcome not() {
    return this == TRUE ? FALSE : this == FALSE ? TRUE : this;
  }

  Outcome and(Outcome other) {
    if (this == FALSE || other == FALSE) {
      return FALSE;
    }
    return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : TRUE;
  }

  Outcome or(Outcome other) {
    return not().and(other.not()).not();
  }

  Outcome xor(Outcome other) {
    if (this == UNKNOWN || other == UNKNOWN) {
      return UNKNOWN;
    }
    return this == other ? FALSE : TRUE;
  }
}
