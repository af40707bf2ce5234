package io.scorejar.kernel;

/** The memory of one call: whoever holds it is the only one who writes to it. */
final class Scratch {

  /** Ranks of a row, or of a block of rows. */
  final int[] ranks;

  /** The leaf of each tree, or of each row of a block. */
  final int[] leaves;

  /** Leaf masks, or row masks. */
  final long[] masks;

  /** Sums of a block of rows, by sum and row. */
  final double[] sums;

  Scratch(int ranks, int leaves, int masks) {
    this(ranks, leaves, masks, 0);
  }

  Scratch(int ranks, int leaves, int masks, int sums) {
    this.sums = new double[sums];
    this.ranks = new int[ranks];
    this.leaves = new int[leaves];
    this.masks = new long[masks];
  }
}
