package io.scorejar.kernel;

/** The memory of one call: whoever holds it is the only one who writes to it. */
final class Scratch {

  /** Ranks of a row, or of a block of rows. */
  final int[] ranks;

  /** The leaf of each tree, or of each row of a block. */
  final int[] leaves;

  /** Leaf masks in words of 32 bits. */
  final int[] narrow;

  /** Leaf masks, or row masks. */
  final long[] masks;

  /** Sums of a block of rows, by sum and row. */
  final double[] sums;

  /** Ranks that fit into bytes. */
  final byte[] bytes;

  /** The memory of a kernel that may run instead, or null. */
  final Scratch other;

  Scratch(int ranks, int leaves, int masks) {
    this(ranks, leaves, masks, 0);
  }

  Scratch(int ranks, int leaves, int masks, int sums) {
    this(ranks, leaves, masks, sums, 0);
  }

  Scratch(int ranks, int leaves, int masks, int sums, int bytes) {
    this(ranks, leaves, masks, sums, bytes, 0);
  }

  Scratch(int ranks, int leaves, int masks, int sums, int bytes, int narrow) {
    this.ranks = new int[ranks];
    this.leaves = new int[leaves];
    this.narrow = new int[narrow];
    this.masks = new long[masks];
    this.sums = new double[sums];
    this.bytes = new byte[bytes];
    this.other = null;
  }

  private Scratch(Scratch own, Scratch other) {
    this.ranks = own.ranks;
    this.leaves = own.leaves;
    this.narrow = own.narrow;
    this.masks = own.masks;
    this.sums = own.sums;
    this.bytes = own.bytes;
    this.other = other;
  }

  /** This one, with the memory of another kernel beside it. */
  Scratch with(Scratch memory) {
    return new Scratch(this, memory);
  }
}
