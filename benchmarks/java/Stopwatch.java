import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The loop that times calls: the same as {@code benchmarks/measure.py}, which says why it is built
 * so.
 */
final class Stopwatch {
  private static final int CHUNK_ROWS = 256;

  /** Written after each measurement, so that the compiler cannot leave out the scoring. */
  static volatile double sink;

  private final Calls calls;
  private final int poolSize;
  private int position;

  Stopwatch(Calls calls, int poolSize) {
    this.calls = calls;
    this.poolSize = poolSize;
  }

  /** Scores the first rows of the pool, in order, and writes the compared output of each. */
  String answers(int size, int rows, Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(rows * Double.BYTES).order(ByteOrder.nativeOrder());
    for (int first = 0; first < rows; first += size) {
      int count = Math.min(size, rows - first);
      calls.prepare(first, count, 1);
      calls.call(0);
      for (int row = 0; row < count; row++) {
        bytes.putDouble(calls.answer(row));
      }
    }
    Files.write(file, bytes.array());
    return "done";
  }

  /** Times calls of {@code size} rows for about so many seconds, preparation included. */
  String time(int size, double seconds, Path file) throws IOException {
    int chunk = Math.max(1, CHUNK_ROWS / size);
    long[] taken = new long[1024];
    int count = 0;
    long rows = 0;
    long nanoseconds = 0;
    double sum = 0;
    boolean clocked = true;
    long start = System.nanoTime();
    while (rows == 0 || System.nanoTime() - start < seconds * 1e9) {
      prepare(size, chunk);
      if (size > 1 || clocked) {
        if (count + chunk > taken.length) {
          taken = Arrays.copyOf(taken, 2 * (count + chunk));
        }
        clock(taken, count, chunk);
        count += chunk;
      }
      if (size > 1) {
        nanoseconds += Arrays.stream(taken, count - chunk, count).sum();
        rows += (long) size * chunk;
      } else if (!clocked) {
        nanoseconds += clockTogether(chunk);
        rows += chunk;
      }
      sum += calls.answer(0);
      clocked = !clocked;
    }
    sink = sum;
    ByteBuffer bytes = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.nativeOrder());
    bytes.asLongBuffer().put(taken, 0, count);
    Files.write(file, bytes.array());
    return "done " + rows + " " + nanoseconds;
  }

  private void prepare(int size, int chunk) {
    if (position + size * chunk > poolSize) {
      position = 0;
    }
    calls.prepare(position, size, chunk);
    position += size * chunk;
  }

  private void clock(long[] taken, int from, int chunk) {
    for (int i = 0; i < chunk; i++) {
      long start = System.nanoTime();
      calls.call(i);
      taken[from + i] = System.nanoTime() - start;
    }
  }

  private long clockTogether(int chunk) {
    long start = System.nanoTime();
    for (int i = 0; i < chunk; i++) {
      calls.call(i);
    }
    return System.nanoTime() - start;
  }
}
