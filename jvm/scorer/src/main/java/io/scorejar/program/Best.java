package io.scorejar.program;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Which of several values is the largest, or the smallest: its place, 0, 1, …; of equal ones the
 * first. They are compared as {@link Double#compare} does it: NaN is the largest of all, since of
 * JPMML's values it is one without a number; who means a missing value by it asks before.
 */
public final class Best implements Step {

  static final int KIND = 4;

  private final int[] slots;
  private final boolean smallest;
  private final int target;

  /**
   * A choice.
   *
   * @param smallest whether the smallest is wanted
   * @throws IllegalArgumentException if there are no slots
   */
  public Best(int[] slots, boolean smallest, int target) {
    this.slots = slots.clone();
    this.smallest = smallest;
    this.target = target;
    if (slots.length == 0) {
      throw new IllegalArgumentException("best: expected values to choose from, got none");
    }
  }

  /** How many values there are. */
  public int width() {
    return slots.length;
  }

  /** The slot of a value. */
  public int slot(int index) {
    return slots[index];
  }

  /** Whether the smallest is wanted. */
  public boolean smallest() {
    return smallest;
  }

  /** The slot of the place. */
  public int target() {
    return target;
  }

  @Override
  public void run(double[] frame) {
    int best = 0;
    for (int i = 0; i < slots.length; i++) {
      double value = frame[slots[i]];
      int order = Double.compare(value, frame[slots[best]]);
      if (smallest ? order < 0 : order > 0) {
        best = i;
      }
    }
    frame[target] = best;
  }

  @Override
  public void reads(IntConsumer consumer) {
    IntStream.of(slots).forEach(consumer);
  }

  @Override
  public void writes(IntConsumer consumer) {
    consumer.accept(target);
  }

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    out.flag(smallest);
    out.counts(slots);
    out.count(target);
  }

  static Best read(Decoder in) {
    boolean smallest = in.flag();
    return new Best(in.counts("slots", Program.MOST_SLOTS), smallest, in.slot());
  }
}
