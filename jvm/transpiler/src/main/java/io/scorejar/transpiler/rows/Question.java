package io.scorejar.transpiler.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.dmg.pmml.False;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.True;
import org.dmg.pmml.tree.TreeModel.MissingValueStrategy;
import org.jpmml.evaluator.PredicateUtil;

/**
 * What a split asks of a row: which of its children's predicates is the first that holds, decided
 * by JPMML's own code. Splits that ask the same share one.
 */
final class Question {

  /** The outcome where no child is taken: the row ends at this split. */
  static final int ENDS = -1;

  /** The outcome where JPMML refuses the row, or the answer of another model would be needed. */
  static final int FAILS = -2;

  private static final int[] BOTH_SIDES = {0, 1};

  /** A value of a column that a row should bring to the split, and why. */
  enum Wanted {
    THRESHOLD,
    CATEGORY,
    MISSING
  }

  private final Scope scope;
  private final List<Predicate> predicates;
  private final MissingValueStrategy strategy;
  private final int defaultChild;
  private final boolean others;
  private final List<String> fields;
  private final Optional<BitSet> sources;
  private final int column;

  private int[] starts = {};
  private int[] outcomes = {};
  private Ranges[] where = {};
  private int[] wanted = {};
  private Wanted[] reasons = {};
  private int[] pairs = {};

  /**
   * @param predicates of the children, in order
   * @param strategy what an unknown predicate leads to
   * @param defaultChild the child of {@code defaultChild}; {@link #FAILS} where there is none
   * @param others whether there is one child more, for rows for which no predicate holds
   */
  Question(
      Scope scope,
      List<Predicate> predicates,
      MissingValueStrategy strategy,
      int defaultChild,
      boolean others) {
    this.scope = scope;
    this.predicates = predicates;
    this.strategy = strategy;
    this.defaultChild = defaultChild;
    this.others = others;
    List<String> names = new ArrayList<>();
    for (Predicate predicate : predicates) {
      for (String name : Scope.references(predicate)) {
        if (!names.contains(name)) {
          names.add(name);
        }
      }
    }
    this.fields = List.copyOf(names);
    this.sources = scope.sources(fields);
    this.column = sources.filter(s -> s.cardinality() == 1).map(s -> s.nextSetBit(0)).orElse(-1);
  }

  /** How many children there are. */
  int count() {
    return predicates.size() + (others ? 1 : 0);
  }

  Scope scope() {
    return scope;
  }

  List<String> fields() {
    return fields;
  }

  List<Predicate> predicates() {
    return predicates;
  }

  /** The only column on which the outcome depends; -1 where that are several or none. */
  int column() {
    return column;
  }

  /** Whether the outcome depends on several columns, and on nothing else. */
  boolean mixed() {
    return sources.isPresent() && sources.get().cardinality() > 1;
  }

  /** The columns on which the outcome depends; empty where it also depends on a model's answer. */
  Optional<BitSet> sources() {
    return sources;
  }

  /** Whether outcomes change at thresholds only, of one field. */
  boolean ordered() {
    return fields.size() == 1 && predicates.stream().allMatch(Question::ordered);
  }

  private static boolean ordered(Predicate predicate) {
    if (!(predicate instanceof SimplePredicate simple)) {
      return predicate instanceof True || predicate instanceof False;
    }
    return switch (simple.requireOperator()) {
      case LESS_THAN, LESS_OR_EQUAL, GREATER_THAN, GREATER_OR_EQUAL, IS_MISSING, IS_NOT_MISSING ->
          true;
      case EQUAL, NOT_EQUAL -> false;
    };
  }

  /** The number of the child to which a row goes, {@link #ENDS} or {@link #FAILS}. */
  int outcome(FieldContext row) {
    try {
      for (int i = 0; i < predicates.size(); i++) {
        Boolean holds = PredicateUtil.evaluate(predicates.get(i), row);
        if (holds == null && strategy != MissingValueStrategy.NONE) {
          return strategy == MissingValueStrategy.DEFAULT_CHILD ? defaultChild : ENDS;
        }
        if (holds != null && holds) {
          return i;
        }
      }
      return others ? predicates.size() : ENDS;
    } catch (RuntimeException e) {
      // JPMML's, for a value that it refuses; or whatever comes of arithmetic at its limits.
      return FAILS;
    }
  }

  /** What the outcome is for each candidate of the column. */
  void answer(int[] byCandidate) {
    int[] from = new int[byCandidate.length];
    int count = 0;
    for (int i = 0; i < byCandidate.length; i++) {
      if (i == 0 || byCandidate[i] != byCandidate[i - 1]) {
        from[count++] = i;
      }
    }
    starts = Arrays.copyOf(from, count);
    outcomes = new int[count];
    where = new Ranges[count() - FAILS];
    for (int i = 0; i < count; i++) {
      outcomes[i] = byCandidate[starts[i]];
    }
    for (int o = FAILS; o < count(); o++) {
      int[] ends = new int[2 * count];
      int used = 0;
      for (int i = 0; i < count; i++) {
        if (outcomes[i] == o) {
          ends[used++] = starts[i];
          ends[used++] = i + 1 < count ? starts[i + 1] : byCandidate.length;
        }
      }
      where[o - FAILS] = Ranges.joined(ends, used);
    }
  }

  int outcome(int candidate) {
    int at = Arrays.binarySearch(starts, candidate);
    return outcomes[at >= 0 ? at : -at - 2];
  }

  /** The candidates that have an outcome. */
  Ranges where(int outcome) {
    return where[outcome - FAILS];
  }

  /**
   * Sets the values that rows should bring here.
   *
   * @param candidates in order, each once
   * @param pairs places in {@code candidates}: the last before a threshold and the first after it
   */
  void want(int[] candidates, Wanted[] why, int[] pairs) {
    this.wanted = candidates;
    this.reasons = why;
    this.pairs = pairs;
  }

  int[] wanted() {
    return wanted;
  }

  Wanted reason(int slot) {
    return mixed() ? Wanted.THRESHOLD : reasons[slot];
  }

  /** Pairs of slots: the last value before a threshold and the first after it. */
  int[] pairs() {
    return mixed() ? BOTH_SIDES : pairs;
  }
}
