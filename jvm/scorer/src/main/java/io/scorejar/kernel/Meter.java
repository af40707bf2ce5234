package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import java.util.Random;

/** Measures kernels on one forest for a millisecond each. */
final class Meter {

  private static final long NANOS_EACH = 1_000_000;
  private static final int ROUNDS = 40;

  /** Slower than this for a step of the walk, code is not compiled, and its time says nothing. */
  private static final double SLOWEST_STEP = 10;

  private static final double CLEARLY = 0.85;

  private final Parts parts;
  private final int slots;
  private double[][] frames;
  private double compiled;

  /** A meter; it takes its time only when the first kernel is measured. */
  Meter(Parts parts, int slots) {
    this.parts = parts;
    this.slots = slots;
  }

  private void prepare() {
    frames = frames(parts.forest, slots);
    long steps = BlockKernel.ROWS;
    for (int depth : parts.walk().depths) {
      steps += (long) depth * Walk.GROUP;
    }
    compiled = SLOWEST_STEP * steps;
  }

  /** Whether the second kernel is clearly faster, and both are compiled. */
  boolean prefers(double[] nanos, int first, int second) {
    return nanos[first] < compiled && nanos[second] < CLEARLY * nanos[first];
  }

  /** The nanoseconds of a row. */
  double nanos(RowKernel kernel) {
    return nanos(new RowByRow(kernel), 1);
  }

  /** The nanoseconds of a row in a block. */
  double nanos(BlockKernel kernel) {
    return nanos(kernel, BlockKernel.ROWS);
  }

  private double nanos(BlockKernel kernel, int least) {
    if (frames == null) {
      prepare();
    }
    Scratch scratch = kernel.scratch();
    long begun = System.nanoTime();
    kernel.run(frames, least, scratch); // code that is not compiled is not run for long
    long last = System.nanoTime();
    double best = (double) (last - begun) / least;
    for (int round = 0; round < ROUNDS && last - begun < NANOS_EACH; round++) {
      kernel.run(frames, BlockKernel.ROWS, scratch);
      long now = System.nanoTime();
      best = Math.min(best, (double) (now - last) / BlockKernel.ROWS);
      last = now;
    }
    return best;
  }

  /** Rows whose ranks are spread evenly: the columns' boundaries are all that is known of them. */
  private static double[][] frames(Forest forest, int slots) {
    Random random = new Random(forest.trees().size());
    double[][] frames = new double[BlockKernel.ROWS][slots];
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
