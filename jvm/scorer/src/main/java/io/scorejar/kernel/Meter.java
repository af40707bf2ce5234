package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Column;
import java.util.Random;

/** Measures kernels on one forest for a millisecond each. */
final class Meter {

  private static final long NANOS_EACH = 1_000_000;
  private static final int MOST_ROWS = 1 << 10;
  private static final int FEW = 8;
  private static final int LEAST_ROUNDS = 3;

  /** As many rows as have about so many values: few rows, again and again, are learnt by heart. */
  private static final int VALUES = 1 << 15;

  /** Slower than this for a step of the walk, code is not compiled, and its time says nothing. */
  private static final double SLOWEST_STEP = 10;

  private static final double CLEARLY = 0.85;

  private final Parts parts;
  private final int slots;
  private final Random random = new Random(1);
  private final double[][] block = new double[BlockKernel.ROWS][];

  /** Rows are drawn when they are first needed: a process that is cold needs few. */
  private final double[][] frames;

  private boolean cold;

  /** A meter; it takes its time only when the first kernel is measured. */
  Meter(Parts parts, int slots) {
    this.parts = parts;
    this.slots = slots;
    int blocks = 1 + Math.min(VALUES / slots, MOST_ROWS) / BlockKernel.ROWS;
    this.frames = new double[blocks * BlockKernel.ROWS][];
  }

  /**
   * Whether the kernel that comes first, or one that came first before, is not compiled: no
   * measurement says anything then.
   */
  boolean cold(double nanos) {
    cold |= nanos >= compiled();
    return cold;
  }

  /** Whether a kernel that came first was not compiled. */
  boolean cold() {
    return cold;
  }

  private double compiled() {
    return SLOWEST_STEP * (BlockKernel.ROWS + parts.steps());
  }

  /** Whether so many nanoseconds are clearly fewer than others. */
  static boolean clearly(double nanos, double others) {
    return nanos < CLEARLY * others;
  }

  /** The nanoseconds of a row. */
  double nanos(RowKernel kernel) {
    return nanos(new RowByRow(kernel), 1, FEW);
  }

  /** The nanoseconds of a row in a block. */
  double nanos(BlockKernel kernel) {
    return nanos(kernel, FEW, BlockKernel.ROWS);
  }

  /** Code that is not compiled, to which limits are set, is not run for long. */
  private double nanos(BlockKernel kernel, int least, int size) {
    double compiled = compiled();
    Scratch scratch = kernel.scratch();
    fill(0, least);
    long begun = System.nanoTime();
    kernel.run(block, least, scratch);
    long last = System.nanoTime();
    double best = (double) (last - begun) / least;
    double nanos = (double) (last - begun) / size;
    for (int round = 1; nanos < compiled && goesOn(round, last - begun); round++) {
      fill(round * size % frames.length, size);
      long before = System.nanoTime();
      kernel.run(block, size, scratch);
      last = System.nanoTime();
      nanos = (double) (last - before) / size;
      best = Math.min(best, nanos);
    }
    return best;
  }

  private static boolean goesOn(int round, long nanos) {
    return round <= LEAST_ROUNDS || nanos < NANOS_EACH;
  }

  private void fill(int from, int size) {
    for (int row = 0; row < size; row++) {
      if (frames[from + row] == null) {
        frames[from + row] = frame();
      }
      block[row] = frames[from + row];
    }
  }

  /** A row whose ranks are spread evenly: the columns' boundaries are all that is known of them. */
  private double[] frame() {
    double[] frame = new double[slots];
    for (Column column : parts.forest.columns()) {
      frame[column.slot()] =
          column instanceof Boundaries numbers && numbers.count() > 0
              ? numbers.boundary(random.nextInt(numbers.count()))
              : random.nextInt(column.highest() + 1);
    }
    return frame;
  }
}
