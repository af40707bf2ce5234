package io.scorejar.program;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Weighted sums of the same slots: each starts at 0.0, takes {@code weight * value} in the order of
 * the slots, and its bias last. A missing value makes every sum missing.
 */
public final class Layer implements Step {

  static final int KIND = 2;

  private final int[] slots;
  private final double[] weights;
  private final double[] biases;
  private final boolean floats;
  private final int[] targets;

  /**
   * A layer; a weighted sum alone is a layer with one target.
   *
   * @param weights one row for each target, one after another, of one weight for each slot
   * @param biases one for each target
   * @param floats whether values, products and sums are floats
   * @throws IllegalArgumentException if the counts do not fit
   */
  public Layer(int[] slots, double[] weights, double[] biases, boolean floats, int[] targets) {
    this.slots = slots.clone();
    this.weights = weights.clone();
    this.biases = biases.clone();
    this.floats = floats;
    this.targets = targets.clone();
    if (targets.length == 0
        || biases.length != targets.length
        || weights.length != (long) slots.length * targets.length) {
      throw new IllegalArgumentException(
          "layer: expected a bias and "
              + slots.length
              + " weights for each of "
              + targets.length
              + " targets, got "
              + biases.length
              + " and "
              + weights.length);
    }
  }

  /** How many slots are read. */
  public int width() {
    return slots.length;
  }

  /** A slot that is read. */
  public int slot(int index) {
    return slots[index];
  }

  /** How many sums there are. */
  public int sums() {
    return targets.length;
  }

  /** The slot of a sum. */
  public int target(int sum) {
    return targets[sum];
  }

  /** The weight of a slot in a sum. */
  public double weight(int sum, int index) {
    return weights[sum * slots.length + index];
  }

  /** What is added last to a sum. */
  public double bias(int sum) {
    return biases[sum];
  }

  /** Whether values, products and sums are floats. */
  public boolean floats() {
    return floats;
  }

  @Override
  public void run(double[] frame) {
    for (int sum = 0; sum < targets.length; sum++) {
      frame[targets[sum]] = floats ? small(sum, frame) : real(sum, frame);
    }
  }

  private double real(int sum, double[] frame) {
    double total = 0;
    for (int i = 0; i < slots.length; i++) {
      total += weight(sum, i) * frame[slots[i]];
    }
    return total + biases[sum];
  }

  private double small(int sum, double[] frame) {
    float total = 0;
    for (int i = 0; i < slots.length; i++) {
      total += (float) weight(sum, i) * (float) frame[slots[i]];
    }
    return total + (float) biases[sum];
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
    out.numbers(biases);
    out.numbers(weights);
  }

  static Layer read(Decoder in) {
    boolean floats = in.flag();
    int[] slots = in.counts("slots", Program.MOST_SLOTS);
    int[] targets = in.counts("targets", Program.MOST_SLOTS);
    double[] biases = in.numbers("biases");
    return new Layer(slots, in.numbers("weights"), biases, floats, targets);
  }
}
