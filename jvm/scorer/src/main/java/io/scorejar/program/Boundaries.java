package io.scorejar.program;

/**
 * A column of numbers: the rank of a value is the number of boundaries that lie below it, so that
 * {@code value <= boundary(t)} exactly where {@code rank <= t}. A missing value has a rank of its
 * own: with the lowest or the highest one it goes left, or right, in every node; with one between,
 * it goes where the numbers of that rank go.
 */
public final class Boundaries implements Column {

  private final int slot;
  private final double[] boundaries;
  private final int missing;

  /**
   * A column over a slot.
   *
   * @param boundaries strictly ascending and without NaN; infinities are allowed
   * @param missing the rank of a missing value, from 0 to {@code boundaries.length}
   * @throws IllegalArgumentException if the boundaries do not ascend, or there is no such rank
   */
  public Boundaries(int slot, double[] boundaries, int missing) {
    this.slot = slot;
    this.boundaries = boundaries.clone();
    this.missing = missing;
    if (missing < 0 || missing > boundaries.length) {
      throw new IllegalArgumentException(
          "missing: expected a rank of 0 to " + boundaries.length + ", got " + missing);
    }
    for (int i = 0; i < boundaries.length; i++) {
      if (Double.isNaN(boundaries[i]) || (i > 0 && !(boundaries[i - 1] < boundaries[i]))) {
        throw new IllegalArgumentException(
            "boundary " + i + ": expected one above the last, got " + boundaries[i]);
      }
    }
  }

  @Override
  public int slot() {
    return slot;
  }

  /** How many boundaries there are. */
  public int count() {
    return boundaries.length;
  }

  /** A boundary, by its place in ascending order. */
  public double boundary(int index) {
    return boundaries[index];
  }

  /** The rank of a missing value. */
  public int missing() {
    return missing;
  }

  @Override
  public int rank(double value) {
    if (Double.isNaN(value)) {
      return missing;
    }
    int rank = 0;
    while (rank < boundaries.length && boundaries[rank] < value) {
      rank++;
    }
    return rank;
  }

  @Override
  public int highest() {
    return boundaries.length;
  }
}
