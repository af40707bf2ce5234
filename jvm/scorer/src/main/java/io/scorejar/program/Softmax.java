package io.scorejar.program;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Shares of the exponentials of values, as JPMML makes them: the largest value is taken off each,
 * the exponentials are summed in order, and each is divided by the sum unless that is 1. A missing
 * value makes every share missing.
 */
public final class Softmax implements Step {

  static final int KIND = 3;

  private final int[] slots;
  private final boolean floats;
  private final int[] targets;

  /**
   * A softmax.
   *
   * @param floats whether values, exponentials and sums are floats
   * @throws IllegalArgumentException if there is not one target for each slot
   */
  public Softmax(int[] slots, boolean floats, int[] targets) {
    this.slots = slots.clone();
    this.floats = floats;
    this.targets = targets.clone();
    if (slots.length == 0 || slots.length != targets.length) {
      throw new IllegalArgumentException(
          "softmax: expected a target for each slot, got " + slots.length + " slots");
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

  /** The slot of a share. */
  public int target(int index) {
    return targets[index];
  }

  /** Whether values, exponentials and sums are floats. */
  public boolean floats() {
    return floats;
  }

  @Override
  public void run(double[] frame) {
    double max = Double.NEGATIVE_INFINITY;
    boolean missing = false;
    for (int slot : slots) {
      missing |= Double.isNaN(frame[slot]);
      max = Math.max(max, frame[slot]);
    }
    double sum = 0;
    for (int i = 0; i < slots.length; i++) {
      double share = missing ? Double.NaN : Math.exp(frame[slots[i]] - max);
      if (floats) {
        share = UnaryOp.exp((float) frame[slots[i]] - (float) max);
      }
      frame[targets[i]] = share;
      sum = floats ? (float) sum + (float) share : sum + share;
    }
    for (int target : targets) {
      if (sum != 1) {
        frame[target] = floats ? (float) frame[target] / (float) sum : frame[target] / sum;
      }
    }
  }

  @Override
  public void reads(IntConsumer consumer) {
    IntStream.of(slots).forEach(consumer);
  }

  @Override
  public void writes(IntConsumer consumer) {
    IntStream.of(targets).forEach(consumer);
  }

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    out.flag(floats);
    out.counts(slots);
    out.counts(targets);
  }

  static Softmax read(Decoder in) {
    boolean floats = in.flag();
    int[] slots = in.counts("slots", Program.MOST_SLOTS);
    return new Softmax(slots, floats, in.counts("targets", Program.MOST_SLOTS));
  }
}
