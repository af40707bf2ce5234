package example;

import io.scorejar.LiveScorer;
import io.scorejar.ScorerJar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Scores from two threads without a pause while the newest version of a model changes under them.
 * Publish another version into the repository and watch; Enter ends it.
 *
 * <pre>java -cp "target/classes:target/lib/*" example.SwapVersions models credit rows.csv</pre>
 */
public final class SwapVersions {
  private static final int THREADS = 2;

  private final LiveScorer live;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final Map<Long, LongAdder> answersByVersion = new ConcurrentSkipListMap<>();

  private SwapVersions(LiveScorer live) {
    this.live = live;
  }

  /** Takes the repository, the model's name and the CSV file. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    // A thread of the scorer's own looks at the folder every second. A new version is checked,
    // proved and warm before it answers; a bad one never answers, and the log says why.
    try (LiveScorer live = LiveScorer.watch(Path.of(arguments[0]), arguments[1])) {
      var rows = Rows.read(Path.of(arguments[2]), live.current().schema());
      new SwapVersions(live).run(rows);
    }
  }

  private void run(List<Map<String, Object>> rows) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      ends.add(threads.submit(() -> score(rows)));
    }
    new Scanner(System.in, StandardCharsets.UTF_8).hasNextLine(); // Waits for Enter.
    running.set(false);
    threads.shutdown();
    for (Future<?> end : ends) {
      end.get(); // Throws what the thread threw: had a swap lost a call, it would show here.
    }
    answersByVersion.forEach(
        (version, answers) -> System.out.println("version " + version + " gave " + answers));
  }

  private void score(List<Map<String, Object>> rows) {
    for (int i = 0; running.get(); i = (i + 1) % rows.size()) {
      // Ask for the current version once for each piece of work. What you hold stays good to the
      // end of the call, however often the model changes meanwhile.
      ScorerJar jar = live.current();
      Map<String, Object> answer = jar.scorer().score(rows.get(i));
      LongAdder first = new LongAdder();
      LongAdder counted = answersByVersion.putIfAbsent(jar.version(), first);
      if (counted == null) {
        System.out.println("version " + jar.version() + " answers " + answer);
        counted = first;
      }
      counted.increment();
    }
  }
}
