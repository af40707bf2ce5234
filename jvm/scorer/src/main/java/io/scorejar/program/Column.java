package io.scorejar.program;

/**
 * Turns the value of one slot into a small whole number, its rank, which is all that the nodes of a
 * {@link Forest} look at. Two columns may read the same slot, for instance where a missing value
 * goes left in some nodes and right in others. Immutable.
 */
public sealed interface Column permits Boundaries, Codes {

  /** The slot that it reads. */
  int slot();

  /** The rank of a value, from 0 to {@link #highest()}. NaN is missing. */
  int rank(double value);

  /** The highest rank that a value can have. */
  int highest();
}
