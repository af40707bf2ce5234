package io.scorejar.program;

import java.util.BitSet;
import java.util.List;

/**
 * A compiled model: steps that run one after another on a frame of doubles.
 *
 * <p>Slots 0 to {@code inputs - 1} of a frame are the row, as {@code docs/jar.md} has it: NaN is
 * missing, a string is the index of its category, -1 one that training did not know. The steps
 * write the other slots, all of them, each once and before it is read. {@code outputs} names the
 * slot of each output of the schema; a string output is the index of its category there.
 *
 * <p>Immutable.
 */
public final class Program {

  /** The most slots that a frame may have: more is a mistake or an attack. */
  public static final int MOST_SLOTS = 1 << 20;

  private final int inputs;
  private final int slots;
  private final List<Step> steps;
  private final int[] outputs;

  /**
   * A program of these steps.
   *
   * @throws IllegalArgumentException if a step reads what is not written yet, writes what is
   *     written already, a slot is never written, or anything lies outside the frame
   */
  public Program(int inputs, int slots, List<Step> steps, int[] outputs) {
    this.inputs = inputs;
    this.slots = slots;
    this.steps = List.copyOf(steps);
    this.outputs = outputs.clone();
    if (inputs < 0 || slots < inputs || slots > MOST_SLOTS) {
      throw new IllegalArgumentException(
          "slots: expected " + inputs + " to " + MOST_SLOTS + ", got " + slots);
    }
    checkOrder();
  }

  private void checkOrder() {
    BitSet known = new BitSet(slots);
    known.set(0, inputs);
    for (int i = 0; i < steps.size(); i++) {
      String name = "step " + i;
      steps.get(i).reads(slot -> requireKnown(known, slot, name));
      steps.get(i).writes(slot -> define(known, slot, name));
    }
    for (int slot : outputs) {
      requireKnown(known, slot, "outputs");
    }
    if (known.cardinality() < slots) {
      // A few bytes could else ask for megabytes a row.
      throw new IllegalArgumentException(
          "slots: expected each to be written, got none for " + known.nextClearBit(0));
    }
  }

  private static void requireKnown(BitSet known, int slot, String where) {
    if (slot < 0 || !known.get(slot)) {
      throw new IllegalArgumentException(
          where + ": expected a slot that is written before it is read, got " + slot);
    }
  }

  private void define(BitSet known, int slot, String where) {
    if (slot < inputs || slot >= slots || known.get(slot)) {
      throw new IllegalArgumentException(
          where + ": expected a free slot of " + inputs + " to " + (slots - 1) + ", got " + slot);
    }
    known.set(slot);
  }

  /** How many values a row has. */
  public int inputs() {
    return inputs;
  }

  /** How many slots a frame has; the first {@link #inputs()} are the row. */
  public int slots() {
    return slots;
  }

  /** The steps, in the order in which they run. */
  public List<Step> steps() {
    return steps;
  }

  /** How many outputs there are. */
  public int outputs() {
    return outputs.length;
  }

  /** The slot in which an output stands after the last step. */
  public int output(int index) {
    return outputs[index];
  }

  /**
   * Runs every step: the reference that all kernels are held against.
   *
   * @param frame {@link #slots()} doubles, of which the first {@link #inputs()} are the row
   */
  public void run(double[] frame) {
    for (Step step : steps) {
      step.run(frame);
    }
  }
}
