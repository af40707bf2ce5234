package io.scorejar.compiler;

import io.scorejar.program.Assign;
import io.scorejar.program.Cover;
import io.scorejar.program.Expression;
import io.scorejar.program.Forest;
import io.scorejar.program.Slot;
import io.scorejar.program.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The frame and the steps of a program in the making. */
final class Frame {

  private final int inputs;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Expression, Integer> assigned = new HashMap<>();
  private final IdentityHashMap<Step, Cover> covers = new IdentityHashMap<>();
  private Expression guard;
  private int slots;

  Frame(int inputs) {
    this.inputs = inputs;
    this.slots = inputs;
  }

  int inputs() {
    return inputs;
  }

  int slots() {
    return slots;
  }

  List<Step> steps() {
    return steps;
  }

  /** A slot that a step is to write. */
  int newSlot() {
    return slots++;
  }

  /** Slots that a step is to write. */
  int[] newSlots(int count) {
    int[] fresh = new int[count];
    for (int i = 0; i < count; i++) {
      fresh[i] = newSlot();
    }
    return fresh;
  }

  void add(Step step) {
    steps.add(step);
  }

  /** Adds the forest of what a forester gathered, with its cover. */
  void add(Forester forester, int[] targets, int kept) {
    Forest forest = forester.forest(targets, kept);
    forester.cover(forest).ifPresent(cover -> covers.put(forest, cover));
    steps.add(forest);
  }

  /** The covers of the forests among the steps, in their order; empty where one has none. */
  List<Optional<Cover>> covers() {
    return steps.stream()
        .filter(Forest.class::isInstance)
        .map(forest -> Optional.ofNullable(covers.get(forest)))
        .toList();
  }

  /** Under which condition rows may be refused; null for none. */
  Expression guard() {
    return guard;
  }

  /**
   * Works something out for the rows on which a condition holds: on others, nothing refuses the
   * row.
   *
   * @param condition truth, never missing; null for none
   */
  <T> T within(Expression condition, Supplier<T> work) {
    Expression before = guard;
    guard = condition;
    try {
      return work.get();
    } finally {
      guard = before;
    }
  }

  /** The slot in which the value of an expression stands from here on. */
  int slot(Expression expression) {
    if (expression instanceof Slot slot) {
      return slot.slot();
    }
    boolean guarded = guard != null && Folding.refuses(expression);
    return assigned.computeIfAbsent(
        guarded ? Ops.choice(guard, expression, Ops.MISSING) : expression,
        value -> {
          int slot = newSlot();
          steps.add(new Assign(slot, value));
          return slot;
        });
  }
}
