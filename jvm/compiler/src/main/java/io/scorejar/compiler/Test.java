package io.scorejar.compiler;

import java.util.List;

/** A predicate as tests of single slots, joined by PMML's logic. */
sealed interface Test {

  /** Known before any row. */
  record Known(Outcome outcome) implements Test {}

  /**
   * Whether a slot's number is at most a bound.
   *
   * @param below the outcome where it is
   * @param missing the outcome where there is none
   */
  record AtMost(int slot, double bound, Outcome below, Outcome missing) implements Test {

    /** The outcome where the number is above the bound. */
    Outcome above() {
      return below.not();
    }
  }

  /** Whether a slot has a number at all. */
  record Present(int slot, Outcome present, Outcome missing) implements Test {}

  /**
   * A table by the category in a slot.
   *
   * @param byCode outcomes of the codes, then that of any other, then that of a missing one
   */
  record Category(int slot, List<Outcome> byCode) implements Test {

    public Category {
      byCode = List.copyOf(byCode);
    }

    /** How many codes have an outcome of their own. */
    int codes() {
      return byCode.size() - 2;
    }
  }

  /**
   * A test of a value that may be undefined.
   *
   * @param flag the slot that has 1 where it is, else 0
   */
  record Guarded(int flag, Test test) implements Test {

    /** Whether the value is undefined. */
    AtMost undefined() {
      return new AtMost(flag, 0, Outcome.FALSE, Outcome.FALSE);
    }
  }

  /** How tests are joined. */
  enum Joint {
    AND,
    OR,
    XOR,
    /** The first outcome that is not unknown. */
    SURROGATE
  }

  /** Several tests, in the order in which they are asked. */
  record Joined(Joint joint, List<Test> tests) implements Test {

    public Joined {
      tests = List.copyOf(tests);
    }
  }
}
