package io.scorejar.program;

import io.scorejar.InvalidRowException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Which of several vectors are nearest to a row, and how far off they are: the nearest first, of
 * equally near ones the one that comes first.
 *
 * <p>A distance is {@code (s n / m) ^ (1 / outer)}, where s sums {@code weight |x - v| ^ inner}
 * from 0.0 in the order of the slots, over the m of n slots that are not missing. Where a slot
 * holds a code, 0 or 1 stands for the difference: whether the codes differ. Distances are compared
 * as {@link Double#compare} does it. A row without any value is refused.
 */
public final class Nearest implements Step {

  static final int KIND = 7;

  /** The most that are wanted: they are kept in order by insertion. */
  private static final int MOST = 1024;

  private final int[] slots;
  private final int[] codes;
  private final double[] weights;
  private final double[] vectors;
  private final double inner;
  private final double outer;
  private final int[] places;
  private final int[] distances;

  /**
   * A search.
   *
   * @param codes for each slot 1 where it holds a code, else 0
   * @param weights one for each slot
   * @param vectors one after another, of one value for each slot
   * @param places the slots of the numbers of the vectors found, 0, 1, …; as many as are wanted
   * @param distances the slots of their distances
   * @throws IllegalArgumentException if the counts do not fit, or more than 1024 are wanted
   */
  public Nearest(
      int[] slots,
      int[] codes,
      double[] weights,
      double[] vectors,
      double inner,
      double outer,
      int[] places,
      int[] distances) {
    this.slots = slots.clone();
    this.codes = codes.clone();
    this.weights = weights.clone();
    this.vectors = vectors.clone();
    this.inner = inner;
    this.outer = outer;
    this.places = places.clone();
    this.distances = distances.clone();
    boolean fit =
        slots.length > 0
            && codes.length == slots.length
            && weights.length == slots.length
            && vectors.length % slots.length == 0
            && distances.length == places.length
            && places.length <= Math.min(MOST, vectors.length / slots.length);
    if (!fit) {
      throw new IllegalArgumentException(
          "nearest: expected counts that fit, got "
              + slots.length
              + " slots, "
              + vectors.length
              + " values and "
              + places.length
              + " wanted");
    }
  }

  @Override
  public void run(double[] frame) {
    int present = 0;
    for (int slot : slots) {
      present += Double.isNaN(frame[slot]) ? 0 : 1;
    }
    if (present == 0) {
      throw new InvalidRowException(
          "the model has no answer for this row: all values that it compares are missing");
    }
    double scale = (double) slots.length / present;
    int found = 0;
    for (int vector = 0; vector * slots.length < vectors.length; vector++) {
      double distance = Math.pow(sum(vector * slots.length, frame) * scale, 1 / outer);
      int at = found;
      while (at > 0 && Double.compare(distance, frame[distances[at - 1]]) < 0) {
        at--;
      }
      if (at < places.length) {
        found = Math.min(found + 1, places.length);
        insert(at, found, vector, distance, frame);
      }
    }
  }

  private void insert(int at, int found, int vector, double distance, double[] frame) {
    for (int i = found - 1; i > at; i--) {
      frame[places[i]] = frame[places[i - 1]];
      frame[distances[i]] = frame[distances[i - 1]];
    }
    frame[places[at]] = vector;
    frame[distances[at]] = distance;
  }

  private double sum(int start, double[] frame) {
    double sum = 0;
    for (int i = 0; i < slots.length; i++) {
      double value = frame[slots[i]];
      if (Double.isNaN(value)) {
        continue;
      }
      double other = vectors[start + i];
      double difference = codes[i] == 0 ? Math.abs(value - other) : value == other ? 0 : 1;
      sum += weights[i] * power(difference);
    }
    return sum;
  }

  private double power(double difference) {
    return inner == 2 ? difference * difference : Math.pow(difference, inner);
  }

  @Override
  public void reads(IntConsumer consumer) {
    IntStream.of(slots).forEach(consumer);
  }

  @Override
  public void writes(IntConsumer consumer) {
    IntStream.of(places).forEach(consumer);
    IntStream.of(distances).forEach(consumer);
  }

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    out.number(inner);
    out.number(outer);
    out.counts(slots);
    out.counts(codes);
    out.numbers(weights);
    out.numbers(vectors);
    out.counts(places);
    out.counts(distances);
  }

  static Nearest read(Decoder in) {
    double inner = in.number();
    double outer = in.number();
    int[] slots = in.counts("slots", Program.MOST_SLOTS);
    int[] codes = in.counts("flags", 2);
    double[] weights = in.numbers("weights");
    double[] vectors = in.numbers("vectors");
    int[] places = in.counts("places", Program.MOST_SLOTS);
    int[] distances = in.counts("distances", Program.MOST_SLOTS);
    return new Nearest(slots, codes, weights, vectors, inner, outer, places, distances);
  }
}
