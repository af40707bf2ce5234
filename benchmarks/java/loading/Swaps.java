import io.scorejar.JarContents;
import io.scorejar.JarPackage;
import io.scorejar.LiveOptions;
import io.scorejar.LiveScorer;
import io.scorejar.Manifest;
import io.scorejar.ModelRepository;
import io.scorejar.ScorerJar;
import io.scorejar.benchmarks.Lanes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * The first calls after a swap, in a process that goes on scoring while versions come.
 *
 * <p>{@code JAR POOL SWAPS DIR THREADS}; each thread scores distinct rows by the version in service,
 * and clocks every call; the main thread publishes versions into DIR, an empty folder, and polls.
 * Prints four lines of as many numbers, one a swap and thread, in nanoseconds: the median of the
 * 2,000 calls before it, the first call, the median of the next ten, and the control: 5,000 calls
 * later one on a version that never changes and that the thread called as long before. Nothing about
 * that one is new but where its tables lie: no longer in the core's cache.
 */
public final class Swaps {
  private static final int WINDOW = 2_000;
  private static final int NEXT = 10;
  private static final int APART = 5_000;
  private static final long PAUSE_MS = 300;

  private static volatile boolean ended;
  private static final ConcurrentLinkedQueue<long[]> FOUND = new ConcurrentLinkedQueue<>();

  private Swaps() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    JarContents contents = JarContents.read(Path.of(arguments[0]));
    int swaps = Integer.parseInt(arguments[2]);
    Path repository = Path.of(arguments[3]);
    Thread[] threads = new Thread[Integer.parseInt(arguments[4])];
    String model = contents.manifest().model();
    publish(contents, repository, 1);
    Pool pool = Pool.read(Path.of(arguments[1]), contents.manifest().schema());
    try (ScorerJar control = ScorerJar.open(Path.of(arguments[0]));
        LiveScorer live =
            LiveScorer.of(
                ModelRepository.of(repository), model, LiveOptions.defaults(), event -> {})) {
      live.poll();
      for (int i = 0; i < threads.length; i++) {
        int from = i * 7_919;
        threads[i] = new Thread(() -> score(live, control, pool, from));
        threads[i].start();
      }
      Thread.sleep(10 * PAUSE_MS);
      Lanes.await();
      for (int version = 2; version < swaps + 2; version++) {
        publish(contents, repository, version);
        live.poll();
        if (live.current().version() != version) {
          throw new IllegalStateException("expected version " + version + ": " + live.status());
        }
        Thread.sleep(PAUSE_MS);
      }
      ended = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }
    String[] names = {"before", "first", "next", "control"};
    for (int i = 0; i < names.length; i++) {
      int place = i;
      String numbers =
          FOUND.stream()
              .map(found -> Long.toString(found[place]))
              .collect(Collectors.joining(" "));
      System.out.println(names[i] + " " + numbers);
    }
  }

  private static void score(LiveScorer live, ScorerJar control, Pool pool, int from) {
    double[][] rows = new double[pool.size()][pool.columns()];
    for (int i = 0; i < rows.length; i++) {
      pool.copy(i, rows[i], 0);
    }
    double[] answer = new double[live.current().schema().outputs().size()];
    long[] window = new long[WINDOW];
    long[] next = new long[NEXT];
    ScorerJar last = live.current();
    long first = 0;
    long median = 0;
    long tenth = 0;
    int since = APART + 1;
    for (int i = 0; i < WINDOW; i++) {
      control.scorer().score(rows[i % rows.length], answer);
    }
    for (int call = from; !ended; call++) {
      double[] row = rows[call % rows.length];
      long begun = System.nanoTime();
      ScorerJar jar = live.current();
      jar.scorer().score(row, answer);
      long nanos = System.nanoTime() - begun;
      if (jar != last) {
        last = jar;
        median = median(window);
        first = nanos;
        since = 0;
      } else if (since < NEXT) {
        next[since++] = nanos;
        tenth = since == NEXT ? median(next) : 0;
      } else if (since++ == APART) {
        long before = System.nanoTime();
        control.scorer().score(row, answer);
        FOUND.add(new long[] {median, first, tenth, System.nanoTime() - before});
      }
      window[call % WINDOW] = nanos;
    }
  }

  private static long median(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** The same model under another number, put there by a rename. */
  private static void publish(JarContents contents, Path repository, int version)
      throws IOException {
    Manifest is = contents.manifest();
    Manifest named =
        new Manifest(
            is.model(),
            version,
            is.schema(),
            is.engines(),
            is.declined(),
            is.repairs(),
            is.pmmlSha256(),
            is.tools(),
            is.proof());
    SortedMap<String, byte[]> entries = new TreeMap<>();
    Set<String> written = JarContents.of(JarPackage.bytes(is, contents.evidence(), entries)).names();
    contents.names().stream()
        .filter(name -> !written.contains(name))
        .forEach(name -> entries.put(name, contents.required(name)));
    Path folder = Files.createDirectories(repository.resolve(is.model()));
    Path staged = folder.resolve(".staged");
    JarPackage.write(staged, named, contents.evidence(), entries);
    Files.move(staged, folder.resolve(version + ".jar"), StandardCopyOption.ATOMIC_MOVE);
  }
}
