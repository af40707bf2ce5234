package io.scorejar.benchmarks;

/** The thread that compiles the kernels in vector lanes, once in a process. */
public final class Lanes {
  private static final String THREAD = "scorejar-lanes";

  private Lanes() {}

  /** Waits for it to end, where there is one; a thread that scores may be needed meanwhile. */
  public static void await() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(THREAD)) {
        thread.join();
      }
    }
  }
}
