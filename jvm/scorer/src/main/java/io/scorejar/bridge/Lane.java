package io.scorejar.bridge;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;

/**
 * A pair of buffers that a caller shares with us, and what the last call over them had to say. One
 * thread at a time.
 */
final class Lane {

  private final DoubleBuffer rows;
  private final DoubleBuffer answers;

  // Scorers take arrays: copying 28 doubles takes a few nanoseconds, going through a buffer's
  // methods value by value more.
  private final double[] rowValues;
  private final double[] answerValues;

  private Status failure = new Status(0, 0, "");

  Lane(ByteBuffer rows, ByteBuffer answers) {
    this.rows = doubles(rows);
    this.answers = doubles(answers);
    this.rowValues = new double[this.rows.capacity()];
    this.answerValues = new double[this.answers.capacity()];
  }

  /** The whole buffer as doubles, the caller's own view of it left as it is. */
  private static DoubleBuffer doubles(ByteBuffer bytes) {
    return bytes.duplicate().clear().order(ByteOrder.nativeOrder()).asDoubleBuffer();
  }

  /** Whether so many rows and answers of these widths fit. */
  boolean holds(int count, int width, int answerWidth) {
    return count >= 0
        && (long) count * width <= rowValues.length
        && (long) count * answerWidth <= answerValues.length;
  }

  /** The rows that the caller has put into the buffer. */
  double[] take(int length) {
    rows.get(0, rowValues, 0, length);
    return rowValues;
  }

  /** Where the answers go before {@link #give}. */
  double[] answers() {
    return answerValues;
  }

  /** Puts the answers into the caller's buffer. */
  void give(int length) {
    answers.put(0, answerValues, 0, length);
  }

  /** Keeps a failure for whoever asks, and returns its code. */
  long fail(Status status) {
    failure = status;
    return status.code();
  }

  /** The last failure; an empty text before the first. */
  Status failure() {
    return failure;
  }
}
