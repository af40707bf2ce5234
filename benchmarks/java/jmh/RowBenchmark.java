package io.scorejar.benchmarks;

import io.scorejar.Scorer;
import io.scorejar.ScorerJar;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The jar in a JVM that does nothing else: one row from a pool of 65,536 distinct ones, the same row
 * again and again (which the processor learns by heart: no measure of anything, shown because others
 * publish it), and many rows a call.
 */
@State(Scope.Thread)
public class RowBenchmark {
  private static final int POOL = 65_536;
  private static final int BATCH = 8_192;

  /** The jar, and a file of {@code POOL} rows of doubles in schema order, native order of bytes. */
  @Param("") public String jar;

  @Param("") public String rows;

  @Param("auto") public String engine;

  private ScorerJar open;
  private Scorer scorer;
  private double[][] pool;
  private double[] batch;
  private double[] answer;
  private double[] answers;
  private int next;

  /** Opens the jar, waits until its kernels in lanes are compiled, and reads the rows. */
  @Setup
  public void open() throws IOException, InterruptedException {
    open = ScorerJar.open(Path.of(jar), engine);
    scorer = open.scorer();
    Lanes.await();
    int width = open.schema().inputs().size();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Path.of(rows)));
    bytes.order(ByteOrder.nativeOrder());
    pool = new double[POOL][width];
    for (double[] row : pool) {
      bytes.asDoubleBuffer().get(row);
      bytes.position(bytes.position() + width * Double.BYTES);
    }
    batch = new double[BATCH * width];
    for (int i = 0; i < BATCH; i++) {
      System.arraycopy(pool[i], 0, batch, i * width, width);
    }
    int answerWidth = open.schema().outputs().size();
    answer = new double[answerWidth];
    answers = new double[BATCH * answerWidth];
  }

  /** Closes the jar. */
  @TearDown
  public void close() {
    open.close();
  }

  /** One row, another one each time. */
  @Benchmark
  public double[] row() {
    next = (next + 1) & (POOL - 1);
    scorer.score(pool[next], answer);
    return answer;
  }

  /** One row, always the same. */
  @Benchmark
  public double[] sameRow() {
    scorer.score(pool[0], answer);
    return answer;
  }

  /** Many rows a call; the time is that of one row. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public double[] batch() {
    scorer.score(batch, BATCH, answers);
    return answers;
  }
}
