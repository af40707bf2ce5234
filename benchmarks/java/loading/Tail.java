import io.scorejar.Scorer;
import io.scorejar.ScorerJar;
import io.scorejar.benchmarks.Lanes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * How long single calls take: one distinct row after the other, each call clocked by itself.
 *
 * <p>{@code JAR POOL CALLS}; prints percentiles over CALLS calls after as many for warming, what
 * reading the clock costs, which is part of every call's time, and the control: calls that only
 * count for as long as the median call takes, and so show what the machine itself adds. All in
 * nanoseconds.
 */
public final class Tail {
  private static final int HIGHEST = 1 << 20; // nanoseconds; what takes longer is counted as this
  private static final double[] PERCENTS = {50, 99, 99.9, 99.99};

  /** After so many the control takes about as long as a row. */
  private static final int ROUNDS = 3;

  private static volatile long counted;

  private Tail() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (ScorerJar jar = ScorerJar.open(Path.of(arguments[0]))) {
      Pool pool = Pool.read(Path.of(arguments[1]), jar.schema());
      int calls = Integer.parseInt(arguments[2]);
      double[][] rows = new double[pool.size()][pool.columns()];
      for (int i = 0; i < rows.length; i++) {
        pool.copy(i, rows[i], 0);
      }
      int[] counts = new int[HIGHEST + 1];
      double[] answer = new double[jar.schema().outputs().size()];
      Lanes.await();
      clock(counts, calls);
      score(jar.scorer(), rows, answer, counts, calls);
      tell("clock", clock(counts, calls), calls);
      score(jar.scorer(), rows, answer, counts, calls);
      tell("row", counts, calls);
      int median = percentile(counts, calls, PERCENTS[0]);
      long turns = median;
      for (int round = 0; round < ROUNDS; round++) {
        spin(counts, calls, turns);
        turns = Math.max(1, turns * median / percentile(counts, calls, PERCENTS[0]));
      }
      spin(counts, calls, turns);
      tell("control", counts, calls);
    }
  }

  /** Each turn waits for the one before, and none touches memory. */
  private static long count(long turns) {
    long sum = counted;
    for (long turn = 0; turn < turns; turn++) {
      sum = sum * 31 + turn;
    }
    return sum;
  }

  private static void spin(int[] counts, int calls, long turns) {
    Arrays.fill(counts, 0);
    for (int call = 0; call < calls; call++) {
      long begun = System.nanoTime();
      counted = count(turns);
      long nanos = System.nanoTime() - begun;
      counts[(int) Math.min(nanos, HIGHEST)]++;
    }
  }

  private static void score(
      Scorer scorer, double[][] rows, double[] answer, int[] counts, int calls) {
    Arrays.fill(counts, 0);
    int row = 0;
    for (int call = 0; call < calls; call++) {
      row = row + 1 == rows.length ? 0 : row + 1;
      long begun = System.nanoTime();
      scorer.score(rows[row], answer);
      long nanos = System.nanoTime() - begun;
      counts[(int) Math.min(nanos, HIGHEST)]++;
    }
  }

  private static int[] clock(int[] counts, int calls) {
    Arrays.fill(counts, 0);
    for (int call = 0; call < calls; call++) {
      long begun = System.nanoTime();
      long nanos = System.nanoTime() - begun;
      counts[(int) Math.min(nanos, HIGHEST)]++;
    }
    return counts;
  }

  private static void tell(String what, int[] counts, int calls) {
    StringBuilder line = new StringBuilder(what);
    for (double percent : PERCENTS) {
      line.append(' ').append(percentile(counts, calls, percent));
    }
    System.out.println(line);
  }

  private static int percentile(int[] counts, int calls, double percent) {
    long left = (long) Math.ceil(percent / 100 * calls);
    int nanos = 0;
    while (left > counts[nanos]) {
      left -= counts[nanos++];
    }
    return nanos;
  }
}
