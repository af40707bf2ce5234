package io.scorejar;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A daemon thread that takes a step, waits, and takes it again, until it is closed. Whatever a step
 * throws is logged and does not end the thread.
 */
final class Watcher implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("io.scorejar");

  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;

  private Watcher(String name, Duration interval, Runnable step) {
    this.thread = new Thread(() -> run(interval, step), name);
  }

  /**
   * Starts a watcher.
   *
   * @param interval from the end of a step to the next, and before the first
   */
  @SuppressWarnings(
      "ThreadPriorityCheck") // A hint where the platform takes it; no step relies on it.
  static Watcher start(String name, Duration interval, Runnable step) {
    Watcher watcher = new Watcher(name, interval, step);
    watcher.thread.setDaemon(true);
    watcher.thread.setPriority(Thread.MIN_PRIORITY);
    // Of whoever started us nothing is kept alive but the step.
    watcher.thread.setContextClassLoader(Watcher.class.getClassLoader());
    watcher.thread.start();
    return watcher;
  }

  private void run(Duration interval, Runnable step) {
    try {
      while (!stop.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        step(step);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.WARNING, thread.getName() + " was interrupted and ends");
    }
  }

  private static void step(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a look at the repository failed; the next one comes", e);
    }
  }

  /** Takes no further step and waits for one that is under way. Closing twice is safe. */
  @Override
  public void close() {
    stop.countDown();
    if (Thread.currentThread() == thread) {
      return; // A listener closes us: the thread ends when it returns.
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
