package io.scorejar.bridge;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.scorejar.ScorerJar;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A C function {@code int64_t f(int64_t model, int64_t schema, double *rows, int64_t count, double
 * *answers)}: rows where the caller has them, answers where he wants them. It returns the version
 * that answered all of them, or a status as {@link Bridge} lists them, and some answers may be
 * written then. Any thread may call it.
 */
final class RowsCall {

  /** What a part's rows take of a core's cache: half of the smallest second level. */
  private static final int PART_DOUBLES = 1 << 14;

  /** Kernels take so many rows at a time at most; and parts of less would waste some of each. */
  private static final int STEP = 512;

  private final Handles handles;
  private final ConcurrentLinkedQueue<Part> free = new ConcurrentLinkedQueue<>();

  RowsCall(Handles handles) {
    this.handles = handles;
  }

  long run(long model, long schemaId, long rows, long count, long answers) {
    try {
      Model found = handles.find((int) model, Model.class);
      ScorerJar jar = found == null ? null : found.serving();
      if (jar == null) {
        return Bridge.NOT_SERVING;
      }
      if (jar.schema().id() != schemaId) {
        return Bridge.SCHEMA_CHANGED;
      }
      Part part = free.poll();
      part = part == null ? new Part() : part;
      try {
        part.score(jar, rows, count, answers);
      } finally {
        free.add(part);
      }
      return jar.version();
    } catch (Throwable e) { // below a native entry an exception ends the process
      return Status.of(e).code();
    }
  }

  /** As many rows as are scored at a time, and their answers. */
  private static final class Part {

    private double[] values = {};
    private double[] made = {};

    void score(ScorerJar jar, long rows, long count, long answers) {
      int width = jar.schema().inputs().size();
      int answerWidth = jar.schema().outputs().size();
      int most = Math.max(1, PART_DOUBLES / width / STEP) * STEP;
      ensure((int) Math.min(most, count), width, answerWidth);
      for (long first = 0; first < count; first += most) {
        int size = (int) Math.min(most, count - first);
        long from = rows + first * width * Double.BYTES;
        long to = answers + first * answerWidth * Double.BYTES;
        MemorySegment.copy(ForeignAccess.ALL, JAVA_DOUBLE, from, values, 0, size * width);
        jar.scorer().score(values, size, made);
        MemorySegment.copy(made, 0, ForeignAccess.ALL, JAVA_DOUBLE, to, size * answerWidth);
      }
    }

    private void ensure(int size, int width, int answerWidth) {
      if (values.length < size * width) {
        values = new double[size * width];
      }
      if (made.length < size * answerWidth) {
        made = new double[size * answerWidth];
      }
    }
  }
}
