package io.scorejar.program;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Which of several values stands at a rank, the largest first: its place, 0, 1, …; missing where
 * there are fewer. Values below zero have no rank. Of equal values the one with the larger order
 * comes first, then the one with the lower place; an order of 0 means that the value is not there.
 *
 * <p>Values are compared as {@link Double#compare} does it.
 */
public final class Ranked implements Step {

  static final int KIND = 6;

  /** The most values: each is held against each. */
  private static final int MOST = 1024;

  private final int[] slots;
  private final int[] orders;
  private final int rank;
  private final int target;

  /**
   * A ranking.
   *
   * @param slots of the values
   * @param orders the slot of the order of each value; empty where all values are there and rank by
   *     their places
   * @param rank 0 for the largest
   * @param target the slot of the place
   * @throws IllegalArgumentException if there are neither as many orders as values nor none, or
   *     more than 1024 values
   */
  public Ranked(int[] slots, int[] orders, int rank, int target) {
    this.slots = slots.clone();
    this.orders = orders.clone();
    this.rank = rank;
    this.target = target;
    if (slots.length > MOST) {
      throw new IllegalArgumentException(
          "ranked: expected at most " + MOST + " values, got " + slots.length);
    }
    if (orders.length != 0 && orders.length != slots.length) {
      throw new IllegalArgumentException(
          "ranked: expected an order for each of " + slots.length + ", got " + orders.length);
    }
  }

  @Override
  public void run(double[] frame) {
    double place = Double.NaN;
    for (int i = 0; i < slots.length; i++) {
      if (ranks(i, frame) && before(i, frame) == rank) {
        place = i;
      }
    }
    frame[target] = place;
  }

  private boolean ranks(int place, double[] frame) {
    return Double.compare(frame[slots[place]], 0) >= 0 && order(place, frame) != 0;
  }

  private double order(int place, double[] frame) {
    return orders.length == 0 ? 1 : frame[orders[place]];
  }

  /** How many values come before one. */
  private int before(int place, double[] frame) {
    int before = 0;
    for (int i = 0; i < slots.length; i++) {
      int more = Double.compare(frame[slots[i]], frame[slots[place]]);
      int earlier = Double.compare(order(i, frame), order(place, frame));
      boolean first = more > 0 || (more == 0 && (earlier > 0 || (earlier == 0 && i < place)));
      if (first && ranks(i, frame)) {
        before++;
      }
    }
    return before;
  }

  @Override
  public void reads(IntConsumer consumer) {
    IntStream.of(slots).forEach(consumer);
    IntStream.of(orders).forEach(consumer);
  }

  @Override
  public void writes(IntConsumer consumer) {
    consumer.accept(target);
  }

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    out.counts(slots);
    out.counts(orders);
    out.count(rank);
    out.count(target);
  }

  static Ranked read(Decoder in) {
    int[] slots = in.counts("slots", Program.MOST_SLOTS);
    int[] orders = in.counts("orders", Program.MOST_SLOTS);
    return new Ranked(slots, orders, in.below("a rank", Program.MOST_SLOTS), in.slot());
  }
}
