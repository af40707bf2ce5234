package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Chooses kernels for a forest: the one that its shape speaks for, unless a measurement of a few
 * milliseconds says that another is clearly faster. A process that has not compiled the kernels yet
 * cannot measure them; then the shape decides alone. The system property {@code scorejar.kernel}
 * names one kernel that is to be taken wherever it can be.
 */
final class Choice {

  /** The name of the setting. */
  static final String SETTING = "scorejar.kernel";

  private static final int ROWS = 64;
  private static final long NANOS_EACH = 2_000_000;
  private static final int ROUNDS = 40;
  private static final double CLEARLY = 0.85;

  /** Slower than this for a tree and row, code is still interpreted. */
  private static final double SLOWEST_NANOS = 200;

  final RowKernel row;
  final BlockKernel block;
  final String reason;

  private Choice(RowKernel row, BlockKernel block, String reason) {
    this.row = row;
    this.block = block;
    this.reason = reason;
  }

  static Choice of(Forest forest, int slots) {
    String pinned = System.getProperty(SETTING, "");
    double[][] frames = frames(forest, slots);
    List<RowKernel> rows = only(pinned, Kernels.rows(forest), RowKernel::name);
    double[] nanos = rows.stream().mapToDouble(kernel -> nanos(kernel, frames)).toArray();
    int row = fastest(nanos, forest);
    String reason = "rows: " + said(rows.get(row).name(), pinned, row, nanos);
    List<BlockKernel> blocks =
        only(pinned, Kernels.blocks(forest, rows.get(row)), BlockKernel::name);
    nanos = blocks.stream().mapToDouble(kernel -> nanos(kernel, frames)).toArray();
    int block = fastest(nanos, forest);
    reason += "; blocks: " + said(blocks.get(block).name(), pinned, block, nanos);
    return new Choice(rows.get(row), blocks.get(block), reason);
  }

  /** The kernel of that name, where there is one; all of them otherwise. */
  private static <K> List<K> only(String pinned, List<K> kernels, Function<K, String> name) {
    return kernels.stream()
        .filter(kernel -> name.apply(kernel).equals(pinned))
        .findFirst()
        .map(List::of)
        .orElse(kernels);
  }

  private static String said(String name, String pinned, int fastest, double[] nanos) {
    if (name.equals(pinned)) {
      return name + ", as " + SETTING + " asks for";
    }
    String measured = " (" + Math.round(nanos[fastest]) + " ns a row when it was opened)";
    return name + (fastest == 0 ? ", by its shape" : ", by measurement") + measured;
  }

  /** The first one unless another is clearly faster and both are compiled. */
  private static int fastest(double[] nanos, Forest forest) {
    int fastest = 0;
    double compiled = SLOWEST_NANOS * (1 + forest.trees().size());
    for (int i = 1; i < nanos.length; i++) {
      if (nanos[0] < compiled && nanos[i] < CLEARLY * nanos[0] && nanos[i] < nanos[fastest]) {
        fastest = i;
      }
    }
    return fastest;
  }

  private static double nanos(RowKernel kernel, double[][] frames) {
    return kernel instanceof Reference ? Double.NaN : nanos(new RowByRow(kernel), frames);
  }

  private static double nanos(BlockKernel kernel, double[][] frames) {
    Scratch scratch = kernel.scratch();
    long begun = System.nanoTime();
    long best = Long.MAX_VALUE;
    long last = begun;
    for (int round = 0; round < ROUNDS && last - begun < NANOS_EACH; round++) {
      kernel.run(frames, ROWS, scratch);
      long now = System.nanoTime();
      best = Math.min(best, now - last);
      last = now;
    }
    return (double) best / ROWS;
  }

  /** Rows whose ranks are spread evenly: the columns' boundaries are all that is known of them. */
  private static double[][] frames(Forest forest, int slots) {
    Random random = new Random(forest.trees().size());
    double[][] frames = new double[ROWS][slots];
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
