package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class WatcherTest {

  private static final Duration SHORT = Duration.ofMillis(1);

  @TempDir Path folder;

  @Test
  void stepsGoOnAfterOneThatFails() throws InterruptedException {
    CountDownLatch steps = new CountDownLatch(3);
    Watcher watcher =
        Watcher.start(
            "test",
            SHORT,
            () -> {
              steps.countDown();
              throw new StackOverflowError("as if");
            });
    assertTrue(steps.await(30, TimeUnit.SECONDS));
    watcher.close();
    watcher.close();
  }

  @Test
  void noStepIsTakenAfterClosing() throws InterruptedException {
    BlockingQueue<Thread> steps = new LinkedBlockingQueue<>();
    Watcher watcher = Watcher.start("test", SHORT, () -> steps.add(Thread.currentThread()));
    Thread thread = steps.take();
    assertTrue(thread.isDaemon());
    watcher.close();
    assertEquals(Thread.State.TERMINATED, thread.getState());
  }

  @Test
  void aStepMayCloseItsOwnWatcher() throws InterruptedException {
    AtomicReference<Watcher> watcher = new AtomicReference<>();
    CountDownLatch known = new CountDownLatch(1);
    BlockingQueue<Thread> closed = new LinkedBlockingQueue<>();
    watcher.set(
        Watcher.start(
            "test",
            SHORT,
            () -> {
              try {
                known.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              watcher.get().close();
              closed.add(Thread.currentThread());
            }));
    known.countDown();
    closed.take().join();
    assertTrue(closed.isEmpty(), "one step");
  }

  @Test
  void aWatchedModelChangesByItself() throws InterruptedException {
    TestModel.publish(folder, 1);
    BlockingQueue<LiveEvent> events = new LinkedBlockingQueue<>();
    LiveOptions options = LiveOptions.defaults().withInterval(SHORT);
    try (LiveScorer live = LiveScorer.watch(folder, "credit", options, events::add)) {
      assertEquals(1, live.current().version());
      TestModel.publish(folder, 2);
      assertEquals(1, events.take().version());
      assertEquals(LiveEvent.Kind.LOADED, events.take().kind());
      assertEquals(2, live.current().version());
    }
  }
}
