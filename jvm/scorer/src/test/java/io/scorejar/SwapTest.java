package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class SwapTest {

  private static final int SWAPS = 200;
  private static final LiveOptions OPTIONS = LiveOptions.defaults().withWarmUpRows(10);

  @TempDir Path folder;
  @TempDir Path scratch;

  private LiveScorer open() {
    return LiveScorer.of(ModelRepository.of(folder), "credit", OPTIONS, event -> {});
  }

  @Test
  void everyAnswerDuringManySwapsComesFromOneVersionThatWasInForce() throws Exception {
    TestModel.publish(folder, 1);
    LiveScorer live = open();
    live.poll();
    AtomicLong inForce = new AtomicLong(1);
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Long>> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(threads.submit(client(live, inForce, done)));
      }
      for (long version = 2; version <= SWAPS; version++) {
        TestModel.publish(folder, version);
        live.poll();
        inForce.set(version);
      }
      done.set(true);
      for (Future<Long> client : clients) {
        assertTrue(client.get() > SWAPS, "scored all along");
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(SWAPS, live.current().version());
  }

  private static Callable<Long> client(LiveScorer live, AtomicLong inForce, AtomicBoolean done) {
    return () -> {
      double[] answer = new double[2];
      long count = 0;
      for (; !done.get(); count++) {
        long oldest = inForce.get();
        ScorerJar jar = live.current();
        jar.scorer().score(new double[] {count, 1}, answer);
        assertEquals(jar.version() + count + 1.0, answer[0]);
        assertTrue(jar.version() >= oldest);
        Object named = jar.scorer().score(Map.of("age", count)).get("score");
        assertEquals((double) (jar.version() + count), named);
      }
      return count;
    };
  }

  @Test
  void theLoadersOfRetiredVersionsAreCollected() {
    LiveScorer live = open();
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int version = 1; version <= 10; version++) {
      loaders.add(swap(live, version));
    }
    WeakReference<ClassLoader> last = loaders.remove(9);
    for (int i = 0; i < 50 && loaders.stream().anyMatch(loader -> loader.get() != null); i++) {
      System.gc();
    }
    assertEquals(0, loaders.stream().filter(loader -> loader.get() != null).count());
    assertTrue(last.get() != null, "the version in service keeps its own");
    assertEquals(10.0, live.current().scorer().score(Map.of()).get("score"));
  }

  private WeakReference<ClassLoader> swap(LiveScorer live, int version) {
    byte[] jar =
        CompiledClasses.jar(version, version, CompiledClasses.sum(scratch, version + ".0", ""));
    TestModel.publish(folder, "credit", version, jar);
    live.poll();
    assertEquals(version, live.current().version());
    return ClassEngine.lastLoader;
  }
}
