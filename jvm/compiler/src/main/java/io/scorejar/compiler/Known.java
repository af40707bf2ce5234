package io.scorejar.compiler;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the tests on the way to a node tell of a row. Immutable; every test adds to a copy. */
final class Known {

  static final Known NOTHING = new Known(Map.of());

  /** What is known of a slot. */
  private sealed interface Fact {

    /**
     * A number.
     *
     * @param above a bound that it lies above; NaN for none
     * @param atMost a bound that it does not exceed
     */
    record Quantity(double above, double atMost, boolean present, boolean missing)
        implements Fact {}

    /** The codes that are still possible, of so many; the last two are any other and missing. */
    record Category(BitSet codes, int count) implements Fact {}
  }

  private static final Fact.Quantity ANY =
      new Fact.Quantity(Double.NaN, Double.POSITIVE_INFINITY, true, true);

  private final Map<Integer, Fact> facts;

  private Known(Map<Integer, Fact> facts) {
    this.facts = facts;
  }

  /** The outcomes of a test of one slot that a row can still have. */
  Set<Outcome> outcomes(Test test) {
    Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      if (fact(test, EnumSet.of(outcome)) != null) {
        outcomes.add(outcome);
      }
    }
    return outcomes;
  }

  /** What is known after a test of one slot had one of these outcomes, which it can have. */
  Known after(Test test, Set<Outcome> outcomes) {
    Map<Integer, Fact> more = new HashMap<>(facts);
    more.put(slot(test), fact(test, outcomes));
    return new Known(more);
  }

  /** The slot that a test of one slot asks for. */
  static int slot(Test test) {
    return test instanceof Test.AtMost one
        ? one.slot()
        : test instanceof Test.Present present ? present.slot() : ((Test.Category) test).slot();
  }

  /** The fact after a test; null where no row is left. */
  private Fact fact(Test test, Set<Outcome> outcomes) {
    if (test instanceof Test.Category one) {
      return category(one, outcomes);
    }
    Fact.Quantity now = facts.get(slot(test)) instanceof Fact.Quantity number ? number : ANY;
    Fact.Quantity then =
        test instanceof Test.AtMost one
            ? number(now, one, outcomes)
            : number(now, (Test.Present) test, outcomes);
    return then.present() || then.missing() ? then : null;
  }

  private static Fact.Quantity number(Fact.Quantity now, Test.Present test, Set<Outcome> outcomes) {
    return new Fact.Quantity(
        now.above(),
        now.atMost(),
        now.present() && outcomes.contains(test.present()),
        now.missing() && outcomes.contains(test.missing()));
  }

  private static Fact.Quantity number(Fact.Quantity now, Test.AtMost test, Set<Outcome> outcomes) {
    boolean allAbove = now.above() >= test.bound();
    boolean below = outcomes.contains(test.below()) && !allAbove;
    boolean above = outcomes.contains(test.above()) && now.atMost() > test.bound();
    return new Fact.Quantity(
        below || allAbove ? now.above() : test.bound(),
        above ? now.atMost() : Math.min(now.atMost(), test.bound()),
        now.present() && (below || above),
        now.missing() && outcomes.contains(test.missing()));
  }

  private Fact category(Test.Category test, Set<Outcome> outcomes) {
    int count = test.byCode().size();
    BitSet possible = new BitSet(count);
    if (facts.get(test.slot()) instanceof Fact.Category known && known.count() == count) {
      possible.or(known.codes());
    } else {
      possible.set(0, count);
    }
    for (int code = possible.nextSetBit(0); code >= 0; code = possible.nextSetBit(code + 1)) {
      if (!outcomes.contains(test.byCode().get(code))) {
        possible.clear(code);
      }
    }
    return possible.isEmpty() ? null : new Fact.Category(possible, count);
  }
}
