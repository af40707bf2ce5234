package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the kernels of lanes on made forests until they are compiled. Before that the Vector API
 * makes an object of every vector and takes milliseconds a row: nobody is to wait for that. Once in
 * a process, in a thread of its own at low priority that ends by itself, lets those who open models
 * go first, and keeps no model alive. Scorers that were opened meanwhile settle when it ends.
 */
final class LaneWarmUp implements Runnable {

  /** Whether the lanes are compiled. */
  @SuppressWarnings("NonFinalStaticField") // It says something about the process.
  static volatile boolean done;

  /** Whether it is known that they will not be. */
  @SuppressWarnings("NonFinalStaticField")
  static volatile boolean failed;

  /** When somebody was last seen opening a model. */
  @SuppressWarnings("NonFinalStaticField")
  private static volatile long opened;

  private static final AtomicBoolean BEGUN = new AtomicBoolean();
  private static final CountDownLatch ENDED = new CountDownLatch(1);
  private static final List<WeakReference<ProgramScorer>> WAITING = new ArrayList<>();

  /** About what it takes to open a large model in a process that has compiled nothing. */
  private static final long QUIET_NANOS = 200_000_000;

  /** Models that are opened one after another do not put lanes off for longer than this. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private static final int SOME_COLUMNS = 12;
  private static final int MORE_COLUMNS = 24;
  private static final long NANOS_A_ROW = 3_000;
  private static final long NANOS_AT_MOST = 120_000_000_000L;
  private static final int ENOUGH = 3_000;

  private final long begun = System.nanoTime();
  private long patience = PATIENCE_NANOS;

  private LaneWarmUp() {}

  /**
   * Begins, unless somebody has. Who opens a model says so by this: two threads and two compilers
   * on few processors would make it wait.
   */
  @SuppressWarnings("ThreadPriorityCheck") // A hint where the platform takes it.
  static void begin() {
    opened = System.nanoTime();
    if (BEGUN.compareAndSet(false, true)) {
      // It takes nothing over from whoever happens to open the first jar.
      Thread thread = new Thread(null, new LaneWarmUp(), "scorejar-lanes", 0, false);
      thread.setContextClassLoader(null);
      thread.setDaemon(true);
      thread.setPriority(Thread.MIN_PRIORITY);
      thread.start();
    }
  }

  /** Has a scorer settle as soon as it is known whether lanes are compiled; at once if it is. */
  static void settleAfter(ProgramScorer scorer) {
    opened = System.nanoTime();
    synchronized (WAITING) {
      if (!done && !failed) {
        WAITING.add(new WeakReference<>(scorer));
        return;
      }
    }
    scorer.settle();
  }

  /** Waits until all that was begun has ended, and scorers have settled. */
  static void await() throws InterruptedException {
    if (BEGUN.get()) {
      ENDED.await();
    }
  }

  @Override
  public void run() {
    boolean fast = false;
    try {
      fast = compiled();
    } catch (RuntimeException | LinkageError e) {
      fast = false; // the plain kernels go on
    } finally {
      end(fast);
    }
  }

  private static void end(boolean fast) {
    List<WeakReference<ProgramScorer>> waited;
    synchronized (WAITING) {
      done = fast;
      failed = !fast;
      waited = new ArrayList<>(WAITING);
      WAITING.clear();
    }
    waited.stream().map(WeakReference::get).filter(Objects::nonNull).forEach(LaneWarmUp::settle);
    ENDED.countDown();
  }

  private static void settle(ProgramScorer scorer) {
    try {
      scorer.settle();
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      return; // its plain kernels go on
    }
  }

  /** Every branch of the kernels is met, or the first model to meet one would wait. */
  private boolean compiled() {
    return compiled(MadeForest.of(31, MadeForest.FEW_COLUMNS, 1, false))
        && compiled(MadeForest.of(63, MadeForest.FEW_COLUMNS, 1, false))
        && compiled(MadeForest.of(31, SOME_COLUMNS, 1, false))
        && compiled(MadeForest.of(31, MORE_COLUMNS, 1, false))
        && compiled(MadeForest.of(31, MadeForest.MANY_COLUMNS, 3, false))
        && compiled(MadeForest.of(63, MadeForest.MANY_COLUMNS, 1, true))
        && compiled(MadeForest.of(31, MadeForest.FEW_COLUMNS, 1, false))
        && compiled(MadeForest.of(31, MORE_COLUMNS, 1, false))
        && compiled(MadeForest.of(63, MadeForest.FEW_COLUMNS, 1, false));
  }

  private boolean compiled(Forest forest) {
    Parts parts = new Parts(forest);
    int columns = forest.columns().size();
    List<BlockKernel> blocks =
        Lanes.HERE.blocks(parts).stream().map(offer -> offer.made().get()).toList();
    int rows = blocks.stream().mapToInt(BlockKernel::rows).max().orElse(1);
    double[][] frames = new double[rows][columns + forest.sums()];
    for (int row = 0; row < frames.length; row++) {
      for (int slot = 0; slot < columns; slot++) {
        frames[row][slot] = row % 7 == slot % 7 ? Double.NaN : (row * 37 + slot * 11) % 64;
      }
    }
    boolean fast = true;
    for (Offer<RowKernel> row : Lanes.HERE.rows(parts)) {
      fast &= compiled(new RowByRow(row.made().get()), frames, 1);
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
      letOpen();
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

  private void letOpen() {
    long before = System.nanoTime();
    long left = QUIET_NANOS - (before - opened);
    while (left > 0 && patience > 0) {
      LockSupport.parkNanos(left);
      long now = System.nanoTime();
      patience -= now - before;
      before = now;
      left = QUIET_NANOS - (now - opened);
    }
  }
}
