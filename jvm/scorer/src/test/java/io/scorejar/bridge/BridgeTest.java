package io.scorejar.bridge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.scorejar.BadModelException;
import io.scorejar.InternalException;
import io.scorejar.Rule;
import io.scorejar.Schema;
import io.scorejar.TestModel;
import io.scorejar.internal.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BridgeTest {

  private static final long SCHEMA = TestModel.schema().id();
  private static final int NONE = 1_000_000;

  @TempDir Path folder;
  private int repository;
  private int lane;
  private ByteBuffer call;
  private ByteBuffer rows;
  private ByteBuffer answers;

  @BeforeEach
  void open() {
    repository = Bridge.openRepository(folder.toString(), "{\"warmup_rows\":10}");
    rows = ByteBuffer.allocateDirect(10 * 2 * Double.BYTES).order(ByteOrder.nativeOrder());
    answers = ByteBuffer.allocateDirect(10 * 2 * Double.BYTES).order(ByteOrder.nativeOrder());
    call = ByteBuffer.allocateDirect(4 * Long.BYTES).order(ByteOrder.nativeOrder());
    lane = Bridge.lane(call, rows, answers);
  }

  @AfterEach
  void close() {
    Bridge.closeLane(lane);
    Bridge.closeLane(lane);
    Bridge.close(repository);
    Bridge.close(repository);
  }

  private int serve(long version) {
    TestModel.publish(folder, version);
    Bridge.poll(repository);
    return Bridge.model(repository, "credit");
  }

  private void put(double... values) {
    for (int i = 0; i < values.length; i++) {
      rows.putDouble(i * Double.BYTES, values[i]);
    }
  }

  private static Object read(String json) {
    return Json.read(json);
  }

  private static Map<?, ?> first(String json) {
    return (Map<?, ?>) ((List<?>) read(json)).get(0);
  }

  @Test
  void theJvmTellsItsMemoryItsClassesAndItsCollections() {
    System.gc();
    Map<?, ?> figures = (Map<?, ?>) read(Bridge.figures());
    assertEquals(ProcessHandle.current().pid(), ((Number) figures.get("pid")).longValue());
    assertTrue(((Number) figures.get("heap_used")).longValue() > 1 << 16);
    assertTrue(((Number) figures.get("metaspace")).longValue() > 1 << 16);
    assertTrue(((Number) figures.get("classes")).longValue() > 100);
    Map<?, ?> collectors = (Map<?, ?>) figures.get("collectors");
    assertTrue(
        collectors.values().stream()
            .anyMatch(one -> ((Number) ((Map<?, ?>) one).get("count")).longValue() > 0));
  }

  @Test
  void rowsOfALaneAreAnsweredInIt() {
    int model = serve(7);
    put(11, 1, Double.NaN, 0);
    assertEquals(7, Bridge.score(model, lane, 2, SCHEMA));
    assertEquals(19, answers.getDouble(0));
    assertEquals(1, answers.getDouble(8));
    assertEquals(7, answers.getDouble(16));
    assertEquals(0, answers.getDouble(24));
    assertEquals(7, Bridge.score(model, lane, 0, SCHEMA));
  }

  @Test
  void aHandleStaysGoodOverSwaps() {
    int model = serve(1);
    assertEquals(model, serve(2));
    put(1, 0);
    assertEquals(2, Bridge.score(model, lane, 1, SCHEMA));
    assertEquals(3, answers.getDouble(0));
  }

  @Test
  void aModelThatIsHeldServesNothingUntilItIsLetGo() {
    int model = serve(1);
    Bridge.hold(repository, "credit", true);
    assertEquals(1, Bridge.score(model, lane, 0, SCHEMA));
    assertEquals("retired", first(Bridge.poll(repository)).get("event"));
    assertEquals(Bridge.NOT_SERVING, Bridge.score(model, lane, 0, SCHEMA));
    assertEquals("unloaded", first(Bridge.models(repository)).get("state"));
    TestModel.publish(folder, 2);
    assertEquals("[]", Bridge.poll(repository));
    Bridge.hold(repository, "credit", false);
    Bridge.poll(repository);
    assertEquals(2, Bridge.score(model, lane, 0, SCHEMA));
    assertEquals("serving", first(Bridge.models(repository)).get("state"));
  }

  @Test
  void failuresAreStatusesWithATextOnTheLane() {
    int model = serve(7);
    put(1, 0, 1, 2);
    assertEquals(Bridge.INVALID_ROW, Bridge.score(model, lane, 2, SCHEMA));
    assertEquals("job: expected a category code from 0 to 1, got 2.0 (row 1)", Bridge.error(lane));
    assertEquals(1, Bridge.errorRow(lane));
    assertEquals(Bridge.SCHEMA_CHANGED, Bridge.score(model, lane, 1, SCHEMA + 1));
    assertEquals(
        "schema: expected rows encoded by the schema of credit 7, got another", Bridge.error(lane));
    assertEquals(Bridge.TOO_MANY, Bridge.score(model, lane, 11, SCHEMA));
    assertEquals(
        "count: expected 0 or more rows, as many as the lane holds, got 11", Bridge.error(lane));
    assertEquals(Bridge.TOO_MANY, Bridge.score(model, lane, -1, SCHEMA));
    assertEquals(Bridge.TOO_MANY, Bridge.score(model, lane, Integer.MAX_VALUE, SCHEMA));
    put(TestModel.FAULT, 0);
    assertEquals(Bridge.INTERNAL, Bridge.score(model, lane, 1, SCHEMA));
    assertEquals(
        "credit 7: expected an answer from the engine,"
            + " got java.lang.IllegalStateException: the engine broke",
        Bridge.error(lane));
    assertEquals(0, Bridge.errorRow(lane));
  }

  @Test
  void handlesThatStandForNothingAreStatusesToo() {
    assertEquals(Bridge.NOT_SERVING, Bridge.score(NONE, lane, 1, SCHEMA));
    assertEquals("model 1000000: expected a version in service, got none", Bridge.error(lane));
    assertEquals(Bridge.INTERNAL, Bridge.score(NONE, NONE, 1, SCHEMA));
    assertEquals("lane 1000000: expected an open one", Bridge.error(NONE));
    assertEquals(0, Bridge.errorRow(-1));
    assertEquals(Bridge.NOT_SERVING, Bridge.score(lane, lane, 1, SCHEMA));
  }

  @Test
  void aJarOpensOnItsOwn() {
    Path path = TestModel.publish(folder, 7);
    int model = Bridge.openJar(path.toString(), "linear");
    put(1, 0);
    assertEquals(7, Bridge.score(model, lane, 1, SCHEMA));
    Bridge.close(model);
    Bridge.close(model);
    assertEquals(Bridge.NOT_SERVING, Bridge.score(model, lane, 1, SCHEMA));
    assertThrows(BadModelException.class, () -> Bridge.openJar(folder + "/absent.jar", "auto"));
  }

  @Test
  void describingTellsTheManifestOfTheVersionInService() {
    Map<?, ?> json = (Map<?, ?>) read(Bridge.describe(serve(7)));
    assertEquals(7L, json.get("version"));
    assertEquals("linear", json.get("engine"));
    assertEquals(SCHEMA, json.get("schema_id"));
    assertEquals(List.of(), json.get("kernels"));
    assertEquals(TestModel.schema(), Schema.fromJson(json.get("schema")));
  }

  @Test
  void verifyingAsksTheEvidence() {
    assertEquals(
        "{\"model\":\"credit\",\"version\":7,\"engine\":\"linear\",\"rows\":2,\"refusals\":0,"
            + "\"differing\":0,\"max_ulps\":0,\"max_difference\":0.0,\"agrees\":true,\"first_difference\":null}",
        Bridge.verify(serve(7)));
  }

  @Test
  void rowsByNameAreAnsweredInJson() {
    int model = serve(7);
    assertEquals(
        "{\"version\":7,\"rows\":[{\"score\":19.0,\"label\":\"high\"},"
            + "{\"score\":7.0,\"label\":\"low\"}]}",
        Bridge.scoreNamed(model, "{\"rows\":[{\"age\":11,\"job\":\"nurse\"},{}]}"));
    assertEquals(
        "{\"error\":\"age: expected double, got 'abc' (row 1)\",\"status\":-1,\"row\":1}",
        Bridge.scoreNamed(model, "{\"rows\":[{},{\"age\":\"abc\"}]}"));
    assertEquals(
        "{\"error\":\"row: expected an object (row 0)\",\"status\":-1,\"row\":0}",
        Bridge.scoreNamed(model, "{\"rows\":[1]}"));
    assertEquals(
        "{\"error\":\"body: expected an object with a list of rows\",\"status\":-1,\"row\":0}",
        Bridge.scoreNamed(model, "[]"));
    assertEquals(
        "{\"error\":\"body: expected a value, got the end at character 0\","
            + "\"status\":-1,\"row\":0}",
        Bridge.scoreNamed(model, ""));
    assertEquals(
        "{\"error\":\"model 1000000: expected a version in service, got none\","
            + "\"status\":-3,\"row\":0}",
        Bridge.scoreNamed(NONE, ""));
  }

  @Test
  void freeTextGoesByName() {
    Schema schema =
        TestModel.schema(TestModel.number("age"), TestModel.text("note", Rule.ACCEPTED));
    TestModel.publish(
        folder, "notes", 1, TestModel.jar(TestModel.manifest("notes", 1, schema, "named"), 1));
    Bridge.poll(repository);
    int model = Bridge.model(repository, "notes");
    assertEquals(
        "{\"version\":1,\"rows\":[{\"score\":5.0,\"label\":\"low\"}]}",
        Bridge.scoreNamed(model, "{\"rows\":[{\"note\":\"word\"}]}"));
    put(1, 0);
    assertEquals(Bridge.INVALID_ROW, Bridge.score(model, lane, 1, schema.id()));
    assertEquals(
        "note: expected a row by name, because free text has no double (row 0)",
        Bridge.error(lane));
  }

  @Test
  void rowsAsBytesAreAnsweredInBytes() {
    int model = serve(7);
    ByteBuffer given = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    given.putDouble(11).putDouble(1);
    ByteBuffer answer = ByteBuffer.wrap(Bridge.scoreBytes(model, given.array(), 1, SCHEMA));
    assertEquals(7, answer.getLong());
    answer.order(ByteOrder.LITTLE_ENDIAN);
    assertArrayEquals(new double[] {19, 1}, new double[] {answer.getDouble(), answer.getDouble()});
  }

  @Test
  void failuresAsBytesHoldTheirText() {
    int model = serve(7);
    failsWith(-1, "rows: expected 2 rows of 2 values, got 2 values", model, 2, SCHEMA);
    failsWith(
        -2, "schema: expected rows encoded by the schema of credit 7, got another", model, 1, 1);
    failsWith(-3, "model 1000000: expected a version in service, got none", NONE, 1, SCHEMA);
  }

  private static void failsWith(long status, String text, int model, int count, long schema) {
    ByteBuffer answer = ByteBuffer.wrap(Bridge.scoreBytes(model, new byte[16], count, schema));
    assertEquals(status, answer.getLong());
    assertEquals(text, StandardCharsets.UTF_8.decode(answer).toString());
  }

  @Test
  void pollingTellsWhatHappened() throws IOException {
    assertEquals("[]", Bridge.poll(repository));
    TestModel.publish(folder, 1);
    Map<?, ?> loaded = first(Bridge.poll(repository));
    assertEquals("loaded", loaded.get("event"));
    assertEquals("credit", loaded.get("model"));
    assertTrue((Double) loaded.get("seconds") > 0);
    Path junk = TestModel.publish(folder, "churn", 1, new byte[3]);
    assertEquals("refused", first(Bridge.poll(repository)).get("event"));
    assertEquals("[]", Bridge.poll(repository));
    Files.delete(junk);
    Bridge.poll(repository);
    assertEquals(1, ((List<?>) read(Bridge.models(repository))).size(), "churn is forgotten");
    Files.delete(folder.resolve("credit/1.jar"));
    assertEquals("removed", first(Bridge.poll(repository)).get("event"));
    assertTrue(Bridge.model(repository, "credit") > 0);
  }

  @Test
  void modelsThatDoNotServeAreListedWithTheirCauses() {
    TestModel.publish(folder, "churn", 3, new byte[3]);
    Bridge.poll(repository);
    Map<?, ?> churn = first(Bridge.models(repository));
    assertEquals("unavailable", churn.get("state"));
    assertEquals(List.of(3L), churn.get("versions"));
    assertEquals(
        List.of(
            Map.of(
                "version",
                3L,
                "cause",
                folder + "/churn/3.jar: expected a jar (ZIP), got 3 bytes of something else")),
        churn.get("refused"));
    assertEquals(0, Bridge.model(repository, "churn"));
    assertEquals(0, Bridge.model(repository, "absent"));
  }

  @Test
  void optionsPinAVersion() {
    TestModel.publish(folder, 1);
    TestModel.publish(folder, 2);
    int pinned = Bridge.openRepository(folder.toString(), "{\"pin\":{\"credit\":1}}");
    Bridge.poll(pinned);
    Map<?, ?> credit = first(Bridge.models(pinned));
    assertEquals(1L, credit.get("version"));
    assertEquals(1L, credit.get("pinned"));
    Bridge.close(pinned);
  }

  @Test
  void optionsThatAreNoneAreRefused() {
    for (String options :
        new String[] {"", "[]", "{\"pins\":{}}", "{\"engine\":1}", "{\"pin\":{\"m\":\"1\"}}"}) {
      assertThrows(
          InternalException.class, () -> Bridge.openRepository(folder.toString(), options));
    }
    assertThrows(BadModelException.class, () -> Bridge.openRepository(folder + "/absent", "{}"));
  }

  @Test
  void pathsThatNoFileCanHaveAreRefused() {
    assertTrue(
        assertThrows(BadModelException.class, () -> Bridge.openJar("a\0b", "auto"))
            .getMessage()
            .startsWith("path: expected one of this system, got "));
  }

  @Test
  void scoringAllocatesNothing() {
    int model = serve(7);
    put(11, 1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    // Until the call is compiled, the interpreter and the counter itself may allocate.
    for (int round = 0; round < 100 && allocated > 1_000; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        Bridge.score(model, lane, 1, SCHEMA);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(allocated <= 1_000, allocated + " bytes for 10,000 calls");
  }

  private long scoreLane(long model, long count, long schemaId) {
    call.putLong(0, model).putLong(8, count).putLong(16, schemaId).putLong(24, 0);
    Bridge.scoreLane(lane);
    return call.getLong(24);
  }

  @Test
  void aLaneDoesWhatItsBufferOfCallsSays() {
    int model = serve(7);
    put(11, 1, Double.NaN, 0);
    assertEquals(7, scoreLane(model, 2, SCHEMA));
    assertEquals(19, answers.getDouble(0));
    assertEquals(7, answers.getDouble(16));
    assertEquals(Bridge.SCHEMA_CHANGED, scoreLane(model, 1, SCHEMA + 1));
    assertEquals(Bridge.TOO_MANY, scoreLane(model, 11, SCHEMA));
    assertEquals(Bridge.TOO_MANY, scoreLane(model, Long.MAX_VALUE, SCHEMA));
    assertEquals(Bridge.TOO_MANY, scoreLane(model, Long.MIN_VALUE, SCHEMA));
    assertEquals(Bridge.NOT_SERVING, scoreLane((1L << 32) + model, 1, SCHEMA));
    assertEquals(Bridge.NOT_SERVING, scoreLane(-1, 1, SCHEMA));
    Bridge.scoreLane(NONE);
  }

  @Test
  void aBufferOfCallsThatIsTooShortIsRefused() {
    ByteBuffer few = ByteBuffer.allocateDirect(24);
    assertThrows(IllegalArgumentException.class, () -> Bridge.lane(few, rows, answers));
  }

  @Test
  void aNativeEntryIsThereOnlyWhereJavaHasThemAndWasToldToAllowThem() {
    boolean allowed = System.getProperty("jdk.module.enable.native.access") != null;
    boolean there = Runtime.version().feature() >= 25 && allowed;
    assertEquals(there, Bridge.entry(lane) != 0);
    assertEquals(there, Bridge.rowsFunction() != 0);
    assertEquals(0, Bridge.entry(NONE));
  }

  @Test
  void aClosedRepositoryEndsItsModels() {
    int model = serve(7);
    Bridge.close(model);
    assertEquals(7, Bridge.score(model, lane, 0, SCHEMA), "its repository owns it");
    Bridge.close(repository);
    assertEquals(Bridge.NOT_SERVING, Bridge.score(model, lane, 0, SCHEMA));
    assertEquals(
        "repository " + repository + ": expected an open one",
        assertThrows(InternalException.class, () -> Bridge.poll(repository)).getMessage());
  }
}
