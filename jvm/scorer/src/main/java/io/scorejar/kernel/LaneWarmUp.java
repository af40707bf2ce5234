package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private static final int TREES = 32;
  private static final int COLUMNS = 8;
  private static final long NANOS_A_ROW = 3_000;
  private static final int ROUNDS = 60_000;
  private static final int ENOUGH = 3_000;

  private LaneWarmUp() {}

  /** Begins, unless somebody has. */
  @SuppressWarnings("ThreadPriorityCheck") // A hint where the platform takes it.
  static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(new LaneWarmUp(), "scorejar-lanes");
      thread.setDaemon(true);
      thread.setPriority(Thread.MIN_PRIORITY);
      thread.start();
    }
  }

  @Override
  public void run() {
    try {
      done = compiled(31) && compiled(63);
    } catch (RuntimeException | LinkageError e) {
      done = false; // the plain kernels go on
    }
  }

  private static boolean compiled(int leaves) {
    Parts parts = new Parts(forest(leaves));
    double[][] frames = new double[BlockKernel.ROWS][COLUMNS + 1];
    for (int row = 0; row < frames.length; row++) {
      for (int slot = 0; slot < COLUMNS; slot++) {
        frames[row][slot] = row % 7 == slot ? Double.NaN : (row * 37 + slot * 11) % 64;
      }
    }
    boolean fast = true;
    for (RowKernel kernel : Lanes.HERE.rows(parts)) {
      fast &= compiled(new RowByRow(kernel), frames, 1);
    }
    for (BlockKernel kernel : Lanes.HERE.blocks(parts)) {
      fast &= compiled(kernel, frames, frames.length);
    }
    return fast;
  }

  private static boolean compiled(BlockKernel kernel, double[][] frames, int count) {
    Scratch scratch = kernel.scratch();
    int fast = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      kernel.run(frames, count, scratch);
      fast += System.nanoTime() - begun < NANOS_A_ROW * count ? 1 : 0;
      if (fast > ENOUGH) {
        return true;
      }
    }
    return false;
  }

  /** Trees that part each column again and again. */
  private static Forest forest(int leaves) {
    List<Column> columns = new ArrayList<>();
    double[] boundaries = new double[60];
    Arrays.setAll(boundaries, i -> i);
    for (int slot = 0; slot < COLUMNS; slot++) {
      columns.add(new Boundaries(slot, boundaries, slot % 2 == 0));
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
        nodeColumns[node] = (node + tree) % COLUMNS;
        ranks[node] = (node * 13 + tree) % boundaries.length;
        lefts[node] = child(2 * node + 1, nodes);
        rights[node] = child(2 * node + 2, nodes);
      }
      trees.add(new Tree(0, nodeColumns, ranks, lefts, rights, rows));
    }
    return new Forest(columns, trees, 1, new double[] {1.5}, false, new int[] {COLUMNS});
  }

  private static int child(int place, int nodes) {
    return place < nodes ? place : ~(place - nodes);
  }
}
