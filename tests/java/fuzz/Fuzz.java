package io.scorejar.fuzz;

import io.scorejar.JarTarget;
import io.scorejar.internal.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.LogManager;
import java.util.stream.Stream;

/**
 * Feeds a reader with inputs that were made to break it: {@code program|jar|pmml SAMPLES SEED
 * SECONDS MOST FAILURES}. SAMPLES is a folder of good inputs; it ends after SECONDS or MOST inputs.
 * An input that crashes, or takes more than {@link #LIMIT_S} of a processor's time, is written to
 * the folder FAILURES; run with a small heap, one that takes too much memory crashes.
 *
 * <p>Prints {@code {"inputs", "outcomes": {word: count}, "longest_ms", "failures": [sentences]}}.
 */
public final class Fuzz {

  /** Far more than any input needs; of a processor, since the machine may be busy. */
  private static final int LIMIT_S = 10;

  /** The collector's work is not the thread's own, and a heap that is full is a hang too. */
  private static final int LONGEST_S = 30 * LIMIT_S;

  private static final int MOST_FAILURES = 20;

  private Fuzz() {}

  public static void main(String[] words) throws IOException, InterruptedException {
    LogManager.getLogManager().reset();
    List<byte[]> samples = samples(Path.of(words[1]));
    Target target =
        switch (words[0]) {
          case "program" -> new ProgramTarget(samples);
          case "jar" -> new JarTarget(samples);
          case "pmml" -> new PmmlTarget(samples);
          default -> throw new IllegalArgumentException(words[0]);
        };
    long seed = Long.parseLong(words[2]);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(words[3]));
    long most = Long.parseLong(words[4]);
    Path folder = Files.createDirectories(Path.of(words[5]));
    Map<String, Long> outcomes = new TreeMap<>();
    Map<String, String> failures = new LinkedHashMap<>();
    Thread[] thread = new Thread[1];
    ExecutorService worker =
        Executors.newSingleThreadExecutor(work -> thread[0] = new Thread(work, "reader"));
    long longest = 0;
    long inputs = 0;
    boolean hangs = false;
    while (inputs < most && System.nanoTime() < end && failures.size() < MOST_FAILURES && !hangs) {
      byte[] input = target.draw(new Random(seed * 1_000_003 + inputs));
      long start = System.nanoTime();
      Future<String> running = worker.submit(() -> target.run(input));
      String failure = null;
      try {
        outcomes.merge(ended(running, thread[0]), 1L, Long::sum);
      } catch (ExecutionException e) {
        failure = told(e.getCause());
      } catch (TimeoutException e) {
        failure = "it hangs";
        hangs = true; // its thread cannot be had back
      }
      if (failure != null) {
        outcomes.merge("failed", 1L, Long::sum);
        Path file = folder.resolve(words[0] + "-" + seed + "-" + inputs);
        if (failures.putIfAbsent(failure, file.getFileName() + ": " + failure) == null) {
          Files.write(file, input);
        }
      }
      longest = Math.max(longest, System.nanoTime() - start);
      inputs++;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("inputs", inputs);
    json.put("outcomes", outcomes);
    json.put("longest_ms", TimeUnit.NANOSECONDS.toMillis(longest));
    json.put("failures", new ArrayList<>(failures.values()));
    System.out.println(Json.write(json));
    System.exit(0); // what hangs is not waited for
  }

  /** Waits for an input to be read; throws TimeoutException where that takes too long. */
  private static String ended(Future<String> running, Thread reader)
      throws ExecutionException, InterruptedException, TimeoutException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getThreadCpuTime(reader.getId());
    for (int second = 0; second < LONGEST_S; second++) {
      try {
        return running.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        long taken = threads.getThreadCpuTime(reader.getId()) - before;
        if (taken > TimeUnit.SECONDS.toNanos(LIMIT_S)) {
          throw e;
        }
      }
    }
    throw new TimeoutException();
  }

  /** What was thrown and where; the same for inputs that show the same mistake. */
  private static String told(Throwable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    StringBuilder told = new StringBuilder();
    told.append(e.getClass() == cause.getClass() ? e.toString() : e + " by " + cause);
    String where = "";
    for (StackTraceElement element : cause.getStackTrace()) {
      if (where.isEmpty()
          || (!where.contains("io.scorejar") && element.toString().startsWith("io.scorejar"))) {
        where += " at " + element;
      }
    }
    String text = told.toString().lines().findFirst().orElse("") + where;
    return text.length() > 600 ? text.substring(0, 600) : text;
  }

  private static List<byte[]> samples(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<byte[]> samples = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        samples.add(Files.readAllBytes(file));
      }
      return samples;
    }
  }
}
