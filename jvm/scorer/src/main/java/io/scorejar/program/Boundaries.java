package io.scorejar.program;

/**
 * A column of numbers: the rank of a value is the number of boundaries that lie below it, so that
 * {@code value <= boundary(t)} exactly where {@code rank <= t}. A missing value has the lowest rank
 * or the highest one, and so goes left, or right, in every node.
 */
public final class Boundaries implements Column {

  private final int slot;
  private final double[] boundaries;
  private final boolean missingLow;

  /**
   * A column over a slot.
   *
   * @param boundaries strictly ascending and without NaN; infinities are allowed
   * @param missingLow whether the rank of a missing value is 0 and not {@code boundaries.length}
   * @throws IllegalArgumentException if the boundaries do not ascend
   */
  public Boundaries(int slot, double[] boundaries, boolean missingLow) {
    this.slot = slot;
    this.boundaries = boundaries.clone();
    this.missingLow = missingLow;
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

  /** Whether a missing value has rank 0; otherwise it has the highest. */
  public boolean missingLow() {
    return missingLow;
  }

  @Override
  public int rank(double value) {
    if (Double.isNaN(value)) {
      return missingLow ? 0 : boundaries.length;
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
