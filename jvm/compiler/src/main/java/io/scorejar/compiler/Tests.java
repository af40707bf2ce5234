package io.scorejar.compiler;

import java.util.Set;

/** What is known of the outcome of a {@link Test}, and what has to be asked for the rest. */
final class Tests {

  private Tests() {}

  /** The outcome of a test where it is known, else null. */
  static Outcome outcome(Test test, Known known) {
    if (test instanceof Test.Known sure) {
      return sure.outcome();
    }
    if (test instanceof Test.Guarded guarded) {
      Outcome undefined = outcome(guarded.undefined(), known);
      return undefined == null
          ? null
          : undefined == Outcome.TRUE ? Outcome.REFUSED : outcome(guarded.test(), known);
    }
    if (!(test instanceof Test.Joined joined)) {
      Set<Outcome> possible = known.outcomes(test);
      return possible.size() == 1 ? possible.iterator().next() : null;
    }
    Outcome result = null;
    boolean all = true;
    for (Test part : joined.tests()) {
      Outcome one = outcome(part, known);
      if (joined.joint() == Test.Joint.SURROGATE && one != Outcome.UNKNOWN) {
        return one;
      }
      Outcome decisive =
          joined.joint() == Test.Joint.AND
              ? Outcome.FALSE
              : joined.joint() == Test.Joint.OR ? Outcome.TRUE : null;
      if (one != null && one == decisive) {
        return one;
      }
      all &= one != null;
      result = one == null ? result : result == null ? one : join(joined.joint(), result, one);
    }
    return all ? result : null;
  }

  private static Outcome join(Test.Joint joint, Outcome left, Outcome right) {
    return switch (joint) {
      case AND -> left.and(right);
      case OR -> left.or(right);
      case XOR -> left.xor(right);
      case SURROGATE -> right;
    };
  }

  /** The first test of one slot whose outcome is not known and matters. */
  static Test open(Test test, Known known) {
    if (test instanceof Test.Guarded guarded) {
      return outcome(guarded.undefined(), known) == null
          ? guarded.undefined()
          : open(guarded.test(), known);
    }
    if (!(test instanceof Test.Joined joined)) {
      return test;
    }
    for (Test part : joined.tests()) {
      if (outcome(part, known) == null) {
        return open(part, known);
      }
    }
    throw new IllegalStateException("a test whose outcome is known: " + test);
  }
}
