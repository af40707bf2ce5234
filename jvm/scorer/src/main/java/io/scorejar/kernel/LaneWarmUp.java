package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Codes;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the kernels of lanes on made forests until they are compiled. Before that the Vector API
 * makes an object of every vector and takes milliseconds a row: nobody is to wait for that. Once in
 * a process, in a thread of its own at low priority that ends by itself and knows no model.
 */
final class LaneWarmUp implements Runnable {

  /** Whether the lanes are compiled. */
  @SuppressWarnings("NonFinalStaticField") // It says something about the process.
  static volatile boolean done;

  private static final AtomicBoolean BEGUN = new AtomicBoolean();
  private static final CountDownLatch ENDED = new CountDownLatch(1);
  private static final int TREES = 32;
  private static final int FEW_COLUMNS = 5;
  private static final int SOME_COLUMNS = 12;
  private static final int MORE_COLUMNS = 24;
  private static final int MANY_COLUMNS = 100;
  private static final long NANOS_A_ROW = 3_000;
  private static final long NANOS_AT_MOST = 120_000_000_000L;
  private static final int ENOUGH = 3_000;

  private final long begun = System.nanoTime();

  private LaneWarmUp() {}

  /** Begins, unless somebody has. */
  @SuppressWarnings("ThreadPriorityCheck") // A hint where the platform takes it.
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      // It takes nothing over from whoever happens to open the first jar.
      Thread thread = new Thread(null, new LaneWarmUp(), "scorejar-lanes", 0, false);
      thread.setContextClassLoader(null);
      thread.setDaemon(true);
      thread.setPriority(Thread.MIN_PRIORITY);
      thread.start();
    }
  }

  /** Waits until all that was begun has ended. */
  static void await() throws InterruptedException {
    if (BEGUN.get()) {
      ENDED.await();
    }
  }

  /** Every branch of the kernels is met, or the first model to meet one would wait. */
  @Override
  public void run() {
    try {
      done =
          compiled(forest(31, FEW_COLUMNS, 1, false))
              && compiled(forest(63, FEW_COLUMNS, 1, false))
              && compiled(forest(31, SOME_COLUMNS, 1, false))
              && compiled(forest(31, MORE_COLUMNS, 1, false))
              && compiled(forest(31, MANY_COLUMNS, 3, false))
              && compiled(forest(63, MANY_COLUMNS, 1, true))
              && compiled(forest(31, FEW_COLUMNS, 1, false))
              && compiled(forest(31, MORE_COLUMNS, 1, false))
              && compiled(forest(63, FEW_COLUMNS, 1, false));
    } catch (RuntimeException | LinkageError e) {
      done = false; // the plain kernels go on
    } finally {
      ENDED.countDown();
    }
  }

  private boolean compiled(Forest forest) {
    Parts parts = new Parts(forest);
    int columns = forest.columns().size();
    List<BlockKernel> blocks = Lanes.HERE.blocks(parts);
    int rows = blocks.stream().mapToInt(BlockKernel::rows).max().orElse(1);
    double[][] frames = new double[rows][columns + forest.sums()];
    for (int row = 0; row < frames.length; row++) {
      for (int slot = 0; slot < columns; slot++) {
        frames[row][slot] = row % 7 == slot % 7 ? Double.NaN : (row * 37 + slot * 11) % 64;
      }
    }
    boolean fast = true;
    for (RowKernel kernel : Lanes.HERE.rows(parts)) {
      fast &= compiled(new RowByRow(kernel), frames, 1);
    }
    for (BlockKernel kernel : blocks) {
      fast &= compiled(kernel, frames, kernel.rows());
    }
    return fast;
  }

  private boolean compiled(BlockKernel kernel, double[][] frames, int count) {
    Scratch scratch = kernel.scratch();
    int fast = 0;
    long last = begun;
    while (last - begun < NANOS_AT_MOST) {
      long before = System.nanoTime();
      kernel.run(frames, count, scratch);
      last = System.nanoTime();
      fast += last - before < NANOS_A_ROW * count ? 1 : 0;
      if (fast > ENOUGH) {
        return true;
      }
    }
    return false;
  }

  /**
   * Trees that part each column again and again; of many columns, some are codes, and of few, the
   * boundaries lie side by side but for one.
   */
  private static Forest forest(int leaves, int count, int width, boolean floats) {
    List<Column> columns = new ArrayList<>();
    double[] boundaries = new double[60];
    Arrays.setAll(boundaries, i -> i);
    boundaries[59] = count == FEW_COLUMNS ? 1e9 : 59;
    byte[] codes = new byte[64];
    for (int code = 0; code < codes.length; code++) {
      codes[code] = (byte) code;
    }
    for (int slot = 0; slot < count; slot++) {
      columns.add(
          count == MANY_COLUMNS && slot % 10 == 9
              ? new Codes(slot, codes, 1, 0)
              : new Boundaries(slot, boundaries, slot % boundaries.length));
    }
    int nodes = leaves - 1;
    List<Tree> trees = new ArrayList<>();
    for (int tree = 0; tree < TREES; tree++) {
      int[] nodeColumns = new int[nodes];
      int[] ranks = new int[nodes];
      int[] lefts = new int[nodes];
      int[] rights = new int[nodes];
      int[] rows = new int[leaves];
      for (int node = 0; node < nodes; node++) {
        nodeColumns[node] = (node + tree * 7) % count;
        ranks[node] = (node * 13 + tree) % boundaries.length;
        lefts[node] = child(2 * node + 1, nodes);
        rights[node] = child(2 * node + 2, nodes);
      }
      trees.add(new Tree(0, nodeColumns, ranks, lefts, rights, rows));
    }
    double[] values = new double[width];
    Arrays.fill(values, 1.5);
    int[] targets = new int[width];
    Arrays.setAll(targets, i -> count + i);
    return new Forest(columns, trees, width, values, floats, targets);
  }

  private static int child(int place, int nodes) {
    return place < nodes ? place : ~(place - nodes);
  }
}
