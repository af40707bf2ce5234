package io.scorejar.kernel;

/** Runs one forest on a block of rows. Immutable but for the scratch that callers bring. */
interface BlockKernel {

  /** How many rows a block has at most, unless a kernel says more. */
  int ROWS = 64;

  /** How many rows it takes at most; a multiple of {@link #ROWS}. */
  default int rows() {
    return ROWS;
  }

  /** As {@code scorejar.kernel} names it. */
  String name();

  /** Memory for one call at a time. */
  Scratch scratch();

  /**
   * Runs on a block of rows.
   *
   * @param frames one frame a row; each receives its sums
   * @param count how many rows there are, 1 to {@link #rows}
   */
  void run(double[][] frames, int count, Scratch scratch);
}
