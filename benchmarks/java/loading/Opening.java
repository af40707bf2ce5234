import io.scorejar.ScorerJar;
import io.scorejar.benchmarks.Lanes;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * From a file to its first answer, in a JVM that has opened and asked a small jar before.
 *
 * <p>{@code SMALL BIG}; prints the nanoseconds of the first time, and the median of ten more.
 */
public final class Opening {
  private static final int MORE = 10;

  private Opening() {}

  public static void main(String[] arguments) throws InterruptedException {
    nanos(Path.of(arguments[0]));
    System.out.println("first " + nanos(Path.of(arguments[1])));
    Lanes.await();
    long[] again = new long[MORE];
    Arrays.setAll(again, i -> nanos(Path.of(arguments[1])));
    Arrays.sort(again);
    System.out.println("again " + again[MORE / 2]);
  }

  private static long nanos(Path path) {
    long begun = System.nanoTime();
    try (ScorerJar jar = ScorerJar.open(path)) {
      double[] answer = new double[jar.schema().outputs().size()];
      jar.scorer().score(new double[jar.schema().inputs().size()], answer);
      return System.nanoTime() - begun;
    }
  }
}
