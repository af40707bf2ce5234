package io.scorejar;

import java.util.SplittableRandom;

/**
 * Rows drawn from all that pass, each with the same chance, in a fixed room: Algorithm L of Li,
 * "Reservoir-sampling algorithms of time complexity O(n(1 + log(N/n)))", ACM TOMS 20 (1994). A row
 * that is not drawn costs nothing, however many there are in a call. One thread at a time.
 */
final class RowSample {

  private final int width;
  private final int answerWidth;
  private final int most;
  private final double[] values;
  private final SplittableRandom random = new SplittableRandom();

  private long seen;
  private long next; // The number of the next row that is drawn, once the room is full.
  private double weight;

  /** Room for so many rows, each with its answers. */
  RowSample(int most, int width, int answerWidth) {
    this.most = most;
    this.width = width;
    this.answerWidth = answerWidth;
    this.values = new double[most * (width + answerWidth)];
  }

  /** Lets rows pass, row-major as {@link Scorer} has them. */
  void offer(double[] rows, int count, double[] answers) {
    int row = 0;
    while (seen < most && row < count) {
      put((int) seen++, rows, answers, row++);
      if (seen == most) {
        weight = 1;
        next = seen - 1;
        skip();
      }
    }
    long end = seen + (count - row);
    while (seen >= most && next < end) {
      put(random.nextInt(most), rows, answers, row + (int) (next - seen));
      skip();
    }
    seen = end;
  }

  private void skip() {
    weight *= Math.exp(Math.log(1 - random.nextDouble()) / most);
    double passed = Math.log(1 - random.nextDouble()) / Math.log1p(-weight);
    next += 1 + (long) Math.min(passed, 1e15);
  }

  private void put(int place, double[] rows, double[] answers, int row) {
    int at = place * (width + answerWidth);
    System.arraycopy(rows, row * width, values, at, width);
    System.arraycopy(answers, row * answerWidth, values, at + width, answerWidth);
  }

  /** How many rows are in it. */
  int size() {
    return (int) Math.min(seen, most);
  }

  /** A value of a row in it; those of the answers follow those of the row. */
  double value(int row, int column) {
    return values[row * (width + answerWidth) + column];
  }

  /** Begins anew. */
  void clear() {
    seen = 0;
  }
}
