package io.scorejar;

import java.time.Duration;

/**
 * Runs a scorer over its evidence before it answers anybody, so that classes are loaded and hot
 * code is compiled. It takes the thread that loads, at low priority.
 */
final class WarmUp {

  private WarmUp() {}

  /**
   * Scores the evidence again and again, in every form of a row.
   *
   * @param rows end when about so many rows were scored, in whatever form
   * @param time or after this time
   */
  @SuppressWarnings(
      "ThreadPriorityCheck") // A hint where the platform takes it; no step relies on it.
  static void run(Scorer scorer, Evidence evidence, int rows, Duration time) {
    Thread thread = Thread.currentThread();
    int priority = thread.getPriority();
    thread.setPriority(Thread.MIN_PRIORITY);
    try {
      score(scorer, evidence, rows, System.nanoTime() + time.toNanos());
    } finally {
      thread.setPriority(priority);
    }
  }

  private static void score(Scorer scorer, Evidence all, int rows, long end) {
    Evidence evidence = all.answerable();
    if (evidence.size() == 0) {
      return;
    }
    boolean numeric = evidence.schema().numeric();
    double[] doubles = numeric ? evidence.doubles() : new double[0];
    double[] row = new double[evidence.schema().inputs().size()];
    double[] answer = new double[evidence.schema().outputs().size()];
    int done = 0;
    for (int i = 0; done < rows && System.nanoTime() - end < 0; i = (i + 1) % evidence.size()) {
      scorer.score(evidence.row(i));
      done++;
      if (numeric) {
        System.arraycopy(doubles, i * row.length, row, 0, row.length);
        scorer.score(row, answer);
        scorer.score(row, 1, answer);
        done += 2;
      }
    }
  }
}
