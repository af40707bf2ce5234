package io.scorejar.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.LiveOptions;
import io.scorejar.LiveScorer;
import io.scorejar.ModelRepository;
import io.scorejar.ScorerJar;
import io.scorejar.TestModel;
import io.scorejar.VersionPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServedModelTest {

  private static final Wanted TWO = new Wanted(new VersionPolicy(2, Set.of()), Set.of());

  @TempDir Path folder;
  private final Handles handles = new Handles();
  private ServedModel model;

  @BeforeEach
  void open() {
    model = open(Duration.ZERO);
  }

  private ServedModel open(Duration linger) {
    LiveOptions options = LiveOptions.defaults().withWarmUpRows(10);
    LiveScorer live = LiveScorer.of(ModelRepository.of(folder), "credit", options, event -> {});
    return new ServedModel(live, handles, linger);
  }

  private List<String> poll() {
    return model.poll().stream().map(event -> event.kind() + " " + event.version()).toList();
  }

  private ScorerJar behind(int handle) {
    Model found = handles.find(handle, Model.class);
    return found == null ? null : found.serving();
  }

  private ScorerJar beside(long version) {
    return behind(model.beside().get(version));
  }

  private void publish(long... versions) {
    for (long version : versions) {
      TestModel.publish(folder, version);
    }
  }

  @Test
  void oneVersionHasNoHandleButTheModels() {
    publish(1, 2);
    assertEquals(List.of("LOADED 2"), poll());
    assertTrue(model.beside().isEmpty());
  }

  @Test
  void eachOfSeveralVersionsAnswersUnderItsHandleAndIsInMemoryOnce() {
    publish(1, 2, 3);
    model.want(TWO);
    assertEquals(List.of("LOADED 3", "LOADED 2"), poll());
    assertEquals(Set.of(2L, 3L), model.beside().keySet());
    assertEquals(2, beside(2).version());
    assertSame(behind(model.handle()), beside(3));
    assertEquals(List.of(), poll());
  }

  @Test
  void aVersionThatMovesOutOfServiceGoesOnBesideUntilItIsNotWanted() {
    publish(1, 2);
    model.want(TWO);
    poll();
    ScorerJar second = beside(2);
    publish(3);
    assertEquals(List.of("LOADED 3", "RETIRED 1"), poll());
    assertSame(second, beside(2), "it was not loaded again");
    model.want(Wanted.HIGHEST);
    assertEquals(List.of("RETIRED 2"), poll());
    assertTrue(model.beside().isEmpty());
    assertEquals(3, behind(model.handle()).version());
  }

  @Test
  void aVersionThatIsNamedIsLoadedBesideTheHighestAndStaysWithoutItsFile() throws IOException {
    publish(1, 2, 3);
    model.want(new Wanted(VersionPolicy.HIGHEST, Set.of(1L)));
    poll();
    assertEquals(Set.of(1L, 3L), model.beside().keySet());
    Files.delete(folder.resolve("credit/1.jar"));
    poll();
    assertEquals(1, beside(1).version());
  }

  @Test
  void whereNoneOfTheLatestIsWantedTheHighestSpecificOneIsInService() {
    publish(1, 2, 3);
    model.want(new Wanted(new VersionPolicy(0, Set.of(1L, 2L)), Set.of(3L)));
    poll();
    assertEquals(2, behind(model.handle()).version());
    assertEquals(Set.of(1L, 2L, 3L), model.beside().keySet());
  }

  @Test
  void aVersionThatIsBrokenIsRefusedOnceAndDisturbsNoOther() {
    publish(1, 2);
    TestModel.publish(folder, "credit", 3, "junk".getBytes(StandardCharsets.UTF_8));
    model.want(TWO);
    assertEquals(List.of("REFUSED 3", "LOADED 2"), poll());
    assertEquals(Set.of(2L), model.beside().keySet());
    assertTrue(model.refused().containsKey(3L));
    assertEquals(List.of(), poll());
  }

  @Test
  void aVersionOfAnotherSchemaIsNotLoadedBeside() {
    publish(2);
    model.want(TWO);
    poll();
    byte[] other =
        TestModel.jar(
            TestModel.manifest("credit", 3, TestModel.schema(TestModel.number("income")), "linear"),
            3);
    TestModel.publish(folder, "credit", 3, other);
    assertEquals(List.of("REFUSED 3"), poll());
    assertEquals(Set.of(2L), model.beside().keySet());
  }

  @Test
  void aHandleThatIsNotWantedAnyMoreLingers() {
    model = open(Duration.ofDays(1));
    publish(1, 2);
    model.want(TWO);
    poll();
    int first = model.beside().get(1L);
    model.want(Wanted.HIGHEST);
    poll();
    assertNotNull(behind(first), "a call has chosen it already");
    model.close();
    assertNull(behind(first));
  }

  @Test
  void releasingAModelReleasesEveryVersionUntilTheNextPoll() {
    publish(1, 2);
    model.want(TWO);
    poll();
    model.release();
    assertTrue(model.beside().isEmpty());
    poll();
    assertEquals(Set.of(1L, 2L), model.beside().keySet());
  }
}
