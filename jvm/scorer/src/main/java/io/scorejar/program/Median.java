package io.scorejar.program;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The median of those of several values that are not missing; missing where all are.
 *
 * <p>Without weights: the middle one, or where their number is even {@code a + 0.5 * (b - a)} of
 * the two in the middle. With weights: the first one, in ascending order, at which the sum of
 * weights reaches half of the sum of all; of equal values, the one that stands first in the list
 * comes first.
 */
public final class Median implements Step {

  static final int KIND = 8;

  private final int[] slots;
  private final double[] weights;
  private final boolean floats;
  private final int[] order;
  private final int target;

  /**
   * A median.
   *
   * @param weights one for each slot, or none at all
   * @param floats whether the sum of all weights is made in single precision; they are floats then
   * @param order as many slots to write as there are values: the places of the values in order
   * @throws IllegalArgumentException if there are no slots, or not as many of the others
   */
  public Median(int[] slots, double[] weights, boolean floats, int[] order, int target) {
    this.slots = slots.clone();
    this.weights = weights.clone();
    this.floats = floats;
    this.order = order.clone();
    this.target = target;
    boolean alike = order.length == slots.length;
    if (slots.length == 0 || !alike || (weights.length > 0 && weights.length != slots.length)) {
      throw new IllegalArgumentException(
          "median: expected values, a weight for each or none, and a place for each, got "
              + (slots.length + " values, " + weights.length + " weights, ")
              + (order.length + " places"));
    }
  }

  @Override
  public void run(double[] frame) {
    int count = sort(frame);
    if (count == 0) {
      frame[target] = Double.NaN;
    } else if (weights.length > 0) {
      frame[target] = weighted(frame, count);
    } else {
      frame[target] = middle(frame, count);
    }
  }

  /** In the arithmetic of JPMML, in which an infinity beside the middle may undo it. */
  private double middle(double[] frame, int count) {
    int above = (count + 1) / 2;
    double lower = at(frame, above - 1);
    return count == 1 ? lower : lower + (count % 2 == 0 ? 0.5 : 0.0) * (at(frame, above) - lower);
  }

  private double weighted(double[] frame, int count) {
    // The sum of all takes them as they stand in the list, as JPMML does it.
    double all = 0;
    for (int i = 0; i < slots.length; i++) {
      if (!Double.isNaN(frame[slots[i]])) {
        all = floats ? (float) (all + weights[i]) : all + weights[i];
      }
    }
    double half = 0.5 * all;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += weights[(int) frame[order[i]]];
      if (sum >= half) {
        return at(frame, i);
      }
    }
    return at(frame, count - 1);
  }

  private double at(double[] frame, int rank) {
    return frame[slots[(int) frame[order[rank]]]];
  }

  /** Sorts the places, missing values last; how many are not missing. */
  private int sort(double[] frame) {
    int count = 0;
    for (int i = 0; i < slots.length; i++) {
      frame[order[i]] = i;
      count += Double.isNaN(frame[slots[i]]) ? 0 : 1;
    }
    // Shell's sort in the frame: nothing is allocated, and equal values are told apart by place.
    for (int gap = slots.length / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11) {
      for (int i = gap; i < slots.length; i++) {
        double place = frame[order[i]];
        int hole = i;
        while (hole >= gap && before(frame, place, frame[order[hole - gap]])) {
          frame[order[hole]] = frame[order[hole - gap]];
          hole -= gap;
        }
        frame[order[hole]] = place;
      }
    }
    return count;
  }

  private boolean before(double[] frame, double place, double other) {
    int comparison = Double.compare(frame[slots[(int) place]], frame[slots[(int) other]]);
    return comparison < 0 || (comparison == 0 && place < other);
  }

  @Override
  public void reads(IntConsumer consumer) {
    IntStream.of(slots).forEach(consumer);
  }

  @Override
  public void writes(IntConsumer consumer) {
    IntStream.of(order).forEach(consumer);
    consumer.accept(target);
  }

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    out.flag(floats);
    out.counts(slots);
    out.numbers(weights);
    out.counts(order);
    out.count(target);
  }

  static Median read(Decoder in) {
    boolean floats = in.flag();
    int[] slots = in.counts("slots", Program.MOST_SLOTS);
    double[] weights = in.numbers("weights");
    return new Median(slots, weights, floats, in.counts("places", Program.MOST_SLOTS), in.slot());
  }
}
