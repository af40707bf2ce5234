package io.scorejar.kernel;

/** Runs one forest on a block of rows. Immutable but for the scratch that callers bring. */
interface BlockKernel {

  /** How many rows a block has at most. */
  int ROWS = 64;

  /** As {@code scorejar.kernel} names it. */
  String name();

  /** Memory for one call at a time. */
  Scratch scratch();

  /**
   * Runs on a block of rows.
   *
   * @param frames one frame a row; each receives its sums
   * @param count how many rows there are, 1 to {@link #ROWS}
   */
  void run(double[][] frames, int count, Scratch scratch);
}
