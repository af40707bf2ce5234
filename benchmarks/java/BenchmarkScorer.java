import io.scorejar.ScorerJar;
import io.scorejar.benchmarks.Lanes;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * The contender "the jar in a Java program": takes one line on stdin, does what it says, answers
 * with one line on stdout. The lines are told in {@code benchmarks/child.py}.
 *
 * <p>Run as {@code java BenchmarkScorer FOLDER JAR ANSWER FORM ENGINE}: the model folder with its
 * {@code pool.csv}, the jar, the name of the output that is compared, {@code array} or {@code map}
 * for the jar or a class of {@link Calls} for somebody else's library, and the engine ({@code auto}
 * for the jar's first).
 */
final class BenchmarkScorer {
  private BenchmarkScorer() {}

  public static void main(String[] arguments) throws IOException {
    // Whatever a library prints must not get between the lines of the protocol.
    PrintStream replies = new PrintStream(new FileOutputStream(FileDescriptor.out), true, "UTF-8");
    System.setOut(System.err);
    try (ScorerJar jar = ScorerJar.open(Path.of(arguments[1]), arguments[4])) {
      Pool pool = Pool.read(Path.of(arguments[0], "pool.csv"), jar.schema());
      Calls calls =
          switch (arguments[3]) {
            case "array" -> new ArrayCalls(jar.scorer(), pool, arguments[2]);
            case "map" -> new MapCalls(jar.scorer(), pool, arguments[2]);
            default -> other(arguments[3], Path.of(arguments[0]), pool, arguments[2]);
          };
      Lanes.await();
      String versions = "{\"java\": \"%s\", \"engine\": \"%s\"}";
      replies.println("ready " + versions.formatted(Runtime.version(), jar.engine()));
      obey(new Stopwatch(calls, pool.size()), replies);
    } catch (RuntimeException
        | IOException
        | InterruptedException
        | ReflectiveOperationException
        | LinkageError e) {
      replies.println("error " + e.toString().replaceAll("\\s+", " "));
    }
  }

  private static Calls other(String name, Path folder, Pool pool, String answer)
      throws ReflectiveOperationException {
    return (Calls)
        Class.forName(name)
            .getDeclaredConstructor(Path.class, Pool.class, String.class)
            .newInstance(folder, pool, answer);
  }

  private static void obey(Stopwatch stopwatch, PrintStream replies) throws IOException {
    BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
    String line = commands.readLine();
    while (line != null && !line.equals("close")) {
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "answers" -> {
          String[] rest = words[1].split(" ", 3);
          int rows = Integer.parseInt(rest[1]);
          replies.println(stopwatch.answers(Integer.parseInt(rest[0]), rows, Path.of(rest[2])));
        }
        case "time" -> {
          String[] rest = words[1].split(" ", 3);
          double seconds = Double.parseDouble(rest[1]);
          replies.println(stopwatch.time(Integer.parseInt(rest[0]), seconds, Path.of(rest[2])));
        }
        default -> throw new IllegalArgumentException("expected answers or time; got " + line);
      }
      line = commands.readLine();
    }
  }
}
