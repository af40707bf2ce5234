package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
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
  private final double[][] block = new double[BlockKernel.ROWS][];
  private double[][] frames;
  private double compiled;

  /** A meter; it takes its time only when the first kernel is measured. */
  Meter(Parts parts, int slots) {
    this.parts = parts;
    this.slots = slots;
  }

  private void prepare() {
    frames = frames(parts.forest, slots);
    compiled = SLOWEST_STEP * (BlockKernel.ROWS + parts.walk().steps());
  }

  /** Whether the second kernel is clearly faster, and both are compiled. */
  boolean prefers(double[] nanos, int first, int second) {
    return nanos[first] < compiled && nanos[second] < CLEARLY * nanos[first];
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
    if (frames == null) {
      prepare();
    }
    Scratch scratch = kernel.scratch();
    System.arraycopy(frames, 0, block, 0, size);
    long begun = System.nanoTime();
    kernel.run(block, least, scratch);
    long last = System.nanoTime();
    double best = (double) (last - begun) / least;
    double nanos = (double) (last - begun) / size;
    for (int round = 1; nanos < compiled && goesOn(round, last - begun); round++) {
      System.arraycopy(frames, round * size % frames.length, block, 0, size);
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

  /** Rows whose ranks are spread evenly: the columns' boundaries are all that is known of them. */
  private static double[][] frames(Forest forest, int slots) {
    Random random = new Random(forest.trees().size());
    int blocks = 1 + Math.min(VALUES / slots, MOST_ROWS) / BlockKernel.ROWS;
    double[][] frames = new double[blocks * BlockKernel.ROWS][slots];
    for (double[] frame : frames) {
      for (Column column : forest.columns()) {
        frame[column.slot()] =
            column instanceof Boundaries numbers && numbers.count() > 0
                ? numbers.boundary(random.nextInt(numbers.count()))
                : random.nextInt(column.highest() + 1);
      }
    }
    return frames;
  }
}
