package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LiveScorerTest {

  private static final byte[] JUNK = "junk".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private final List<LiveEvent> told = new ArrayList<>();
  private LiveScorer live;

  @BeforeEach
  void open() {
    live = open(LiveOptions.defaults().withWarmUpRows(10));
  }

  private LiveScorer open(LiveOptions options) {
    return LiveScorer.of(ModelRepository.of(folder), "credit", options, told::add);
  }

  private List<String> poll() {
    return live.poll().stream().map(event -> event.kind() + " " + event.version()).toList();
  }

  private double score() {
    return (Double) live.current().scorer().score(Map.of()).get("score");
  }

  private String refused(long version) {
    return live.status().refused().get(version).replace(folder.toString(), "DIR");
  }

  @Test
  void theHighestVersionServes() {
    TestModel.publish(folder, 2);
    TestModel.publish(folder, 10);
    assertEquals(List.of("LOADED 10"), poll());
    assertEquals(10.0, score());
    assertEquals(OptionalLong.of(10), live.status().serving());
    assertEquals(List.of(2L, 10L), live.status().versions());
  }

  @Test
  void aNewerVersionReplacesTheOneInService() {
    TestModel.publish(folder, 1);
    assertEquals(List.of("LOADED 1"), poll());
    ScorerJar held = live.current();
    TestModel.publish(folder, 2);
    assertEquals(List.of("LOADED 2", "RETIRED 1"), poll());
    assertEquals(2.0, score());
    assertEquals(1.0, held.scorer().score(Map.of()).get("score"), "who holds a version keeps it");
    assertEquals("credit 1: retired: replaced by 2", told.get(2).toString());
    assertTrue(told.get(0).toString().matches("credit 1: loaded in \\d+\\.\\d{3} s"));
  }

  @Test
  void nothingHappensWhereNothingChanged() {
    TestModel.publish(folder, 1);
    poll();
    ScorerJar before = live.current();
    assertEquals(List.of(), poll());
    assertSame(before, live.current());
  }

  @Test
  void whereTheOldVersionEndsFirstNothingServesWhileTheNewOneOpens() {
    live = open(LiveOptions.defaults().withWarmUpRows(10).withOrder(SwapOrder.RESOURCE));
    TestModel.publish(folder, 1);
    poll();
    TestModel.publish(folder, 2);
    assertEquals(List.of("RETIRED 1", "LOADED 2"), poll());
    assertEquals(2.0, score());
    assertEquals(List.of(), poll());
  }

  @Test
  void aVersionThatDoesNotOpenAfterTheOldOneEndedIsReplacedByTheOldOne() {
    live = open(LiveOptions.defaults().withWarmUpRows(10).withOrder(SwapOrder.RESOURCE));
    TestModel.publish(folder, 1);
    poll();
    TestModel.publish(folder, "credit", 2, TestModel.liar("credit", 2));
    assertEquals(List.of("RETIRED 1", "REFUSED 2", "LOADED 1"), poll());
    assertEquals(1.0, score());
    assertEquals(List.of(), poll(), "it is not tried again, for each try would be a gap");
  }

  @Test
  void aFileThatIsBrokenEndsNothingWhateverTheOrder() {
    live = open(LiveOptions.defaults().withWarmUpRows(10).withOrder(SwapOrder.RESOURCE));
    TestModel.publish(folder, 1);
    poll();
    ScorerJar before = live.current();
    TestModel.publish(folder, "credit", 2, JUNK);
    TestModel.publish(folder, "credit", 3, TestModel.jar("debit", 3, 3));
    assertEquals(List.of("REFUSED 3", "REFUSED 2"), poll());
    assertSame(before, live.current());
  }

  @Test
  void aBrokenVersionLeavesTheOldOneInService() {
    TestModel.publish(folder, 1);
    poll();
    TestModel.publish(folder, "credit", 2, JUNK);
    assertEquals(List.of("REFUSED 2"), poll());
    assertEquals(1.0, score());
    assertEquals(
        "DIR/credit/2.jar: expected a jar (ZIP), got 4 bytes of something else", refused(2));
  }

  @Test
  void aVersionThatContradictsItsEvidenceIsRefused() {
    TestModel.publish(folder, 1);
    poll();
    TestModel.publish(folder, "credit", 2, TestModel.liar("credit", 2));
    assertEquals(List.of("REFUSED 2"), poll());
    assertTrue(refused(2).startsWith("DIR/credit/2.jar: expected the linear engine to answer"));
    assertEquals(1.0, score());
  }

  @Test
  void aJarOfAnotherModelOrNumberIsRefused() {
    TestModel.publish(folder, "credit", 3, TestModel.jar("credit", 2, 2));
    TestModel.publish(folder, "credit", 4, TestModel.jar("churn", 4, 4));
    assertEquals(List.of("REFUSED 4", "REFUSED 3"), poll());
    assertEquals("DIR/credit/3.jar: expected credit 3, got credit 2", refused(3));
    assertEquals("DIR/credit/4.jar: expected credit 4, got churn 4", refused(4));
  }

  @Test
  void aRefusedFileIsNotTriedAgainUntilItChanges() throws IOException {
    Path path = TestModel.publish(folder, "credit", 1, JUNK);
    assertEquals(List.of("REFUSED 1"), poll());
    assertEquals(List.of(), poll());
    FileTime time = Files.getLastModifiedTime(path);
    Files.write(path, "knuj".getBytes(StandardCharsets.UTF_8));
    Files.setLastModifiedTime(path, time);
    assertEquals(List.of("REFUSED 1"), poll(), "same size and time, but written since");
    TestModel.publish(folder, 1);
    assertEquals(List.of("LOADED 1"), poll());
    assertEquals(Map.of(), live.status().refused());
  }

  @Test
  void theNextLowerVersionServesAtTheStartIfTheHighestIsBroken() {
    TestModel.publish(folder, 1);
    TestModel.publish(folder, 2);
    TestModel.publish(folder, "credit", 3, JUNK);
    assertEquals(List.of("REFUSED 3", "LOADED 2"), poll());
    assertEquals(2.0, score());
  }

  @Test
  void removingTheNewestVersionRollsBack() throws IOException {
    TestModel.publish(folder, 1);
    Path newest = TestModel.publish(folder, 2);
    poll();
    Files.delete(newest);
    assertEquals(List.of("LOADED 1", "RETIRED 2"), poll());
    assertEquals(1.0, score());
  }

  @Test
  void theLastVersionGoesOnFromMemoryWhenItsFileIsGone() throws IOException {
    Path path = TestModel.publish(folder, 1);
    poll();
    Files.delete(path);
    assertEquals(List.of("REMOVED 1"), poll());
    assertEquals(List.of(), poll(), "told once");
    assertTrue(live.status().removed());
    assertEquals(1.0, score());
    Files.delete(path.getParent());
    assertEquals(List.of(), poll());
    TestModel.publish(folder, 1);
    assertEquals(List.of(), poll(), "the same content is back");
    assertFalse(live.status().removed());
  }

  @Test
  void aFileThatIsReplacedUnderItsNumberIsLoadedIfItIsGood() {
    TestModel.publish(folder, 1);
    poll();
    TestModel.publish(folder, "credit", 1, JUNK);
    assertEquals(List.of("REFUSED 1"), poll());
    assertEquals(1.0, score());
    TestModel.publish(folder, "credit", 1, TestModel.jar("credit", 1, 5));
    assertEquals(List.of("LOADED 1", "RETIRED 1"), poll());
    assertEquals(5.0, score());
  }

  @Test
  void aBrokenFileUnderTheNumberInServiceDoesNotRollBack() {
    TestModel.publish(folder, 1);
    TestModel.publish(folder, 2);
    poll();
    TestModel.publish(folder, "credit", 2, JUNK);
    assertEquals(List.of("REFUSED 2"), poll());
    assertEquals(2.0, score());
  }

  @Test
  void thePinnedVersionServesUntilItIsUnpinned() {
    TestModel.publish(folder, 1);
    TestModel.publish(folder, 2);
    TestModel.publish(folder, 3);
    live.pin(2);
    assertEquals(List.of("LOADED 2"), poll());
    assertEquals(OptionalLong.of(2), live.status().pinned());
    live.pin(7);
    assertEquals(List.of(), poll(), "a version that is not there changes nothing");
    live.pin(1);
    assertEquals(List.of("LOADED 1", "RETIRED 2"), poll());
    live.unpin();
    assertEquals(List.of("LOADED 3", "RETIRED 1"), poll());
  }

  @Test
  void anotherSchemaIsRefusedUnlessItIsAllowed() {
    Schema wider = TestModel.schema(TestModel.number("age"), TestModel.number("income"));
    byte[] jar = TestModel.jar(TestModel.manifest("credit", 2, wider, "linear"), 2);
    TestModel.publish(folder, 1);
    poll();
    TestModel.publish(folder, "credit", 2, jar);
    assertEquals(List.of("REFUSED 2"), poll());
    assertEquals(
        "DIR/credit/2.jar: schema: input 1: expected 'job' string as in the version in service,"
            + " got 'income' double",
        refused(2));
    live = open(LiveOptions.defaults().withSchemaChange(true));
    live.pin(1);
    poll();
    live.unpin();
    assertEquals(List.of("LOADED 2", "RETIRED 1"), poll());
  }

  @Test
  void foldersThatAreSwappedByALinkAreSeen() throws IOException {
    Path data = Files.createDirectories(folder.resolve("..2026_01"));
    TestModel.publish(data, 1);
    Path next = Files.createDirectories(folder.resolve("..2026_02"));
    TestModel.publish(next, 1);
    TestModel.publish(next, 2);
    Path link = Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_01"));
    Files.createSymbolicLink(folder.resolve("credit"), Path.of("..data/credit"));
    assertEquals(List.of("LOADED 1"), poll());
    Path staged = Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("..2026_02"));
    Files.move(staged, link, StandardCopyOption.ATOMIC_MOVE);
    assertEquals(List.of("LOADED 2", "RETIRED 1"), poll());
    Files.delete(next.resolve("credit/2.jar"));
    assertEquals(List.of("LOADED 1", "RETIRED 2"), poll());
  }

  @Test
  void aFolderThatCannotBeListedChangesNothing() throws IOException {
    TestModel.publish(folder, 1);
    poll();
    Path model = folder.resolve("credit");
    Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("---------"));
    try {
      if (!Files.isReadable(model)) { // Root reads everything.
        assertEquals(List.of(), poll());
        assertTrue(live.status().trouble().orElseThrow().contains("expected a folder"));
        assertFalse(live.status().removed());
      }
    } finally {
      Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("rwx------"));
    }
    assertEquals(1.0, score());
  }

  @Test
  void withoutAVersionTheCausesAreTold() {
    assertEquals(
        folder.resolve("credit") + ": expected a version that serves, got no version there",
        assertThrows(BadModelException.class, live::current).getMessage());
    TestModel.publish(folder, "credit", 1, JUNK);
    poll();
    assertEquals(
        "DIR/credit: expected a version that serves, got DIR/credit/1.jar:"
            + " expected a jar (ZIP), got 4 bytes of something else",
        assertThrows(BadModelException.class, live::current)
            .getMessage()
            .replace(folder.toString(), "DIR"));
    assertThrows(BadModelException.class, () -> LiveScorer.watch(folder, "credit"));
  }

  @Test
  void aListenerThatFailsDisturbsNothing() {
    live =
        LiveScorer.of(
            ModelRepository.of(folder),
            "credit",
            LiveOptions.defaults(),
            event -> {
              throw new IllegalStateException("no");
            });
    TestModel.publish(folder, 1);
    assertEquals(List.of("LOADED 1"), poll());
  }

  @Test
  void closingEndsTheModelAndIsSafeTwice() {
    TestModel.publish(folder, 1);
    live = LiveScorer.watch(folder, "credit");
    ScorerJar held = live.current();
    live.close();
    live.close();
    assertEquals(List.of(), poll());
    assertEquals(
        "credit: expected an open model, got a closed one",
        assertThrows(IllegalStateException.class, live::current).getMessage());
    assertEquals(1.0, held.scorer().score(Map.of()).get("score"));
  }
}
