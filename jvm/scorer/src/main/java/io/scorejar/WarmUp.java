package io.scorejar;

import java.time.Duration;
import java.util.List;

/**
 * Runs a model's versions over their evidence before they answer anybody, so that classes are
 * loaded and hot code is compiled. It takes the thread that loads, at low priority. Safe for any
 * thread.
 */
final class WarmUp {

  private static final int FORMS = 3;

  private final int rows;
  private final Duration time;

  /** What ran the version that was warmed last. */
  private volatile List<String> kernels = List.of();

  /**
   * The warm-up of one model.
   *
   * @param rows end when about so many rows were scored, in whatever form
   * @param time or after this time
   */
  WarmUp(int rows, Duration time) {
    this.rows = rows;
    this.time = time;
  }

  /**
   * Scores the evidence again and again, in every form of a row. Where the kernels are those of the
   * version before, which all versions share, they are warm: each row once then brings the
   * version's own data near.
   */
  @SuppressWarnings(
      "ThreadPriorityCheck") // A hint where the platform takes it; no step relies on it.
  void run(Scorer scorer, Evidence evidence) {
    List<String> now = scorer.describe();
    boolean warm = !now.isEmpty() && now.equals(kernels);
    int enough = warm ? Math.min(rows, FORMS * evidence.size()) : rows;
    Thread thread = Thread.currentThread();
    int priority = thread.getPriority();
    thread.setPriority(Thread.MIN_PRIORITY);
    try {
      score(scorer, evidence, enough, System.nanoTime() + time.toNanos());
    } finally {
      thread.setPriority(priority);
    }
    kernels = now;
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
        done += FORMS - 1;
      }
    }
  }
}
