package io.scorejar.kernel;

/** Runs one forest on one row at a time. Immutable but for the scratch that callers bring. */
interface RowKernel {

  /** As {@code scorejar.kernel} names it. */
  String name();

  /** Memory for one call at a time. */
  Scratch scratch();

  /**
   * Runs on one row.
   *
   * @param values what the columns read: a frame, or the row where they read nothing else
   * @param frame receives the sums
   */
  void run(double[] values, double[] frame, Scratch scratch);
}
