package io.scorejar.compiler;

import io.scorejar.program.Assign;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import io.scorejar.program.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The frame and the steps of a program in the making. */
final class Frame {

  private final int inputs;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Expression, Integer> assigned = new HashMap<>();
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

  /** The slot in which the value of an expression stands from here on. */
  int slot(Expression expression) {
    if (expression instanceof Slot slot) {
      return slot.slot();
    }
    return assigned.computeIfAbsent(
        expression,
        value -> {
          int slot = newSlot();
          steps.add(new Assign(slot, value));
          return slot;
        });
  }
}
