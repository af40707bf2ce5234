package io.scorejar.bridge;

import io.scorejar.DriftWindow;
import io.scorejar.Schema;
import io.scorejar.ScorerJar;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;

/**
 * The buffers that a caller shares with us, and what the last call over them had to say. One thread
 * at a time.
 */
final class Lane {

  // Where in the buffer of calls stands what.
  private static final int MODEL = 0;
  private static final int COUNT = 1;
  private static final int SCHEMA = 2;
  private static final int STATUS = 3;
  private static final int CALL_LONGS = 4;

  private final Handles handles;
  private final LongBuffer call;
  private final DoubleBuffer rows;
  private final DoubleBuffer answers;

  // Scorers take arrays: copying 28 doubles takes a few nanoseconds, going through a buffer's
  // methods value by value more.
  private final double[] rowValues;
  private final double[] answerValues;

  private Status failure = new Status(0, 0, "");

  /**
   * A lane over direct buffers.
   *
   * @param handles finds the models that calls name
   * @throws IllegalArgumentException if the buffer of calls is too short
   */
  Lane(Handles handles, ByteBuffer call, ByteBuffer rows, ByteBuffer answers) {
    this.handles = handles;
    this.call = whole(call).asLongBuffer();
    this.rows = whole(rows).asDoubleBuffer();
    this.answers = whole(answers).asDoubleBuffer();
    this.rowValues = new double[this.rows.capacity()];
    this.answerValues = new double[this.answers.capacity()];
    if (this.call.capacity() < CALL_LONGS) {
      throw new IllegalArgumentException(
          "call: expected " + CALL_LONGS + " longs, got " + this.call.capacity());
    }
  }

  /** The whole buffer in native order, the caller's own view of it left as it is. */
  private static ByteBuffer whole(ByteBuffer bytes) {
    return bytes.duplicate().clear().order(ByteOrder.nativeOrder());
  }

  /**
   * Does what the buffer of calls says and puts the status there, too; never throws, because below
   * a native entry an exception ends the process.
   */
  long run() {
    long status = Bridge.INTERNAL;
    try {
      long model = call.get(MODEL);
      long count = call.get(COUNT);
      // What no int can be is no handle and no number of rows either.
      status = score((int) model == model ? (int) model : 0, count, call.get(SCHEMA));
      call.put(STATUS, status);
    } catch (Throwable e) {
      // Even to say what happened there was no memory or no stack left.
    }
    return status;
  }

  /** See {@link Bridge#score}. */
  long score(int model, long count, long schemaId) {
    try {
      Model found = handles.find(model, Model.class);
      ScorerJar jar = found == null ? null : found.serving();
      if (jar == null) {
        return fail(Status.notServing(model));
      }
      Schema schema = jar.schema();
      if (schema.id() != schemaId) {
        return fail(Status.schemaChanged(jar));
      }
      int width = schema.inputs().size();
      int answerWidth = schema.outputs().size();
      if (!holds(count, width, answerWidth)) {
        return fail(Status.tooMany(count));
      }
      int rowCount = (int) count;
      rows.get(0, rowValues, 0, rowCount * width);
      jar.scorer().score(rowValues, rowCount, answerValues);
      answers.put(0, answerValues, 0, rowCount * answerWidth);
      DriftWindow drift = jar.drift();
      if (drift != null) {
        drift.note(rowValues, rowCount, answerValues);
      }
      return jar.version();
    } catch (Throwable e) {
      return fail(Status.of(e));
    }
  }

  private boolean holds(long count, int width, int answerWidth) {
    return count >= 0
        && count <= Integer.MAX_VALUE
        && count * width <= rowValues.length
        && count * answerWidth <= answerValues.length;
  }

  private long fail(Status status) {
    failure = status;
    return status.code();
  }

  /** The last failure; an empty text before the first. */
  Status failure() {
    return failure;
  }
}
