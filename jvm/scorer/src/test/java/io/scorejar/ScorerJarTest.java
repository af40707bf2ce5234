package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.program.Assign;
import io.scorejar.program.Constant;
import io.scorejar.program.Program;
import io.scorejar.program.ProgramBytes;
import io.scorejar.program.Slot;
import io.scorejar.program.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScorerJarTest {

  @TempDir Path folder;

  private Path file(byte[] jar) throws IOException {
    return Files.write(folder.resolve("7.jar"), jar);
  }

  private String refused(byte[] jar, String engine) throws IOException {
    Path path = file(jar);
    String message =
        assertThrows(BadModelException.class, () -> ScorerJar.open(path, engine)).getMessage();
    assertTrue(message.startsWith(path + ": "), message);
    return message.substring((path + ": ").length());
  }

  private static byte[] jarWith(String... engines) {
    return TestModel.jar(TestModel.manifest("credit", 7, TestModel.schema(), engines), 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "named"})
  void everyFormOfARowHasTheSameAnswer(String engine) throws IOException {
    try (ScorerJar jar = ScorerJar.open(file(TestModel.jar("credit", 7, 1)), engine)) {
      assertEquals(engine, jar.engine());
      Scorer scorer = jar.scorer();
      assertEquals(
          "{score=13.0, label=high}", scorer.score(Map.of("age", 11, "job", "nurse")).toString());
      double[] answer = new double[2];
      scorer.score(new double[] {11, 1}, answer);
      assertArrayEquals(new double[] {13, 1}, answer);
      double[] answers = new double[4];
      scorer.score(new double[] {11, 1, Double.NaN, 0}, 2, answers);
      assertArrayEquals(new double[] {13, 1, 1, 0}, answers);
      scorer.score(new double[0], 0, new double[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear", "named"})
  void aWrongRowOfManyIsNamed(String engine) throws IOException {
    try (ScorerJar jar = ScorerJar.open(file(TestModel.jar("credit", 7, 1)), engine)) {
      InvalidRowException e =
          assertThrows(
              InvalidRowException.class,
              () -> jar.scorer().score(new double[] {1, 1, 1, 2}, 2, new double[4]));
      assertEquals("job: expected a category code from 0 to 1, got 2.0 (row 1)", e.getMessage());
      assertEquals(1, e.row());
      assertEquals(
          "age: expected double, got 'abc'",
          assertThrows(InvalidRowException.class, () -> jar.scorer().score(Map.of("age", "abc")))
              .getMessage());
    }
  }

  @Test
  void autoTakesTheFirstEngineThatIsHere() throws IOException {
    try (ScorerJar jar = ScorerJar.open(file(jarWith("transpiled", "named", "linear")))) {
      assertEquals("named", jar.engine());
      assertEquals("credit 7 (named)", jar.toString());
    }
  }

  @Test
  void aProgramIsRunByTheCompiledEngine() throws IOException {
    List<Step> steps = List.of(new Assign(2, new Slot(0)), new Assign(3, new Constant(0)));
    Program program = new Program(2, 4, steps, new int[] {2, 3});
    SortedMap<String, byte[]> entries = new TreeMap<>();
    entries.put(ProgramBytes.ENTRY, ProgramBytes.write(program));
    Evidence evidence =
        new Evidence(
            TestModel.schema(),
            TestModel.schema().outputs(),
            List.of(List.of(3.5, "nurse")),
            List.of(List.of(3.5, "low")));
    byte[] jar =
        JarPackage.bytes(
            TestModel.manifest("credit", 7, TestModel.schema(), "compiled"), evidence, entries);
    try (ScorerJar open = ScorerJar.open(file(jar))) {
      assertEquals("credit 7 (compiled)", open.toString());
      assertEquals("low", open.scorer().score(Map.of("age", 1)).get("label"));
    }
    entries.clear();
    assertEquals(
        "expected an entry META-INF/scorejar/program.bin, got none",
        refused(
            JarPackage.bytes(
                TestModel.manifest("credit", 7, TestModel.schema(), "compiled"), evidence, entries),
            "auto"));
  }

  @Test
  void withoutAnEngineTheArtefactToAddIsNamed() throws IOException {
    assertEquals(
        "expected an engine on the class path for transpiled or interpreted, got none:"
            + " add io.scorejar:scorejar-jpmml",
        refused(jarWith("transpiled", "interpreted"), "auto"));
  }

  @Test
  void anEngineThatTheJarDoesNotHoldIsRefusedWithItsCause() throws IOException {
    assertEquals(
        "expected a jar with the engine 'compiled', got linear (not yet)",
        refused(jarWith("linear"), "compiled"));
    assertEquals(
        "expected a jar with the engine 'turbo', got linear", refused(jarWith("linear"), "turbo"));
  }

  @Test
  void anEngineThatContradictsItsEvidenceIsRefused() throws IOException {
    assertEquals(
        "expected the linear engine to answer its evidence, got 2 of 2 rows otherwise:"
            + " row 0: score: expected 3.0, got 7.0",
        refused(TestModel.liar("credit", 7), "auto"));
  }

  @Test
  void anEngineThatFailsToOpenIsRefused() throws IOException {
    byte[] jar =
        JarPackage.bytes(
            TestModel.manifest("credit", 7, TestModel.schema(), "linear"),
            TestModel.evidence(TestModel.schema(), 1),
            new TreeMap<>());
    assertEquals("expected an entry test/linear.json, got none", refused(jar, "auto"));
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    byte[] jar = TestModel.jar("credit", 7, 1);
    jar[jar.length / 2] ^= 1;
    assertTrue(refused(jar, "auto").startsWith("expected content with SHA-256 "));
  }

  @Test
  void theFileMayGoOnceTheJarIsOpen() throws IOException {
    Path path = file(TestModel.jar("credit", 7, 1));
    try (ScorerJar jar = ScorerJar.open(path)) {
      Files.delete(path);
      assertEquals(1.0, jar.scorer().score(Map.of()).get("score"));
      Check check = jar.verify();
      assertEquals(2, check.rows());
      assertTrue(check.agrees());
    }
  }

  @Test
  void aClosedJarSaysSoAndClosesTwice() throws IOException {
    ScorerJar jar = ScorerJar.open(file(TestModel.jar("credit", 7, 1)));
    Scorer scorer = jar.scorer();
    assertSame(jar.schema(), scorer.schema());
    jar.close();
    jar.close();
    String expected = "credit 7: expected an open jar, got a closed one";
    List<Executable> calls =
        List.of(
            () -> scorer.score(Map.of()),
            () -> scorer.score(new double[2], new double[2]),
            () -> scorer.score(new double[2], 1, new double[2]));
    calls.forEach(
        call ->
            assertEquals(expected, assertThrows(IllegalStateException.class, call).getMessage()));
  }

  @Test
  void anEngineThatFailsOnARowIsOurFault() throws IOException {
    try (ScorerJar jar = ScorerJar.open(file(TestModel.jar("credit", 7, 1)))) {
      InternalException e =
          assertThrows(
              InternalException.class,
              () -> jar.scorer().score(new double[] {TestModel.FAULT, 0}, new double[2]));
      assertEquals(
          "credit 7: expected an answer from the engine,"
              + " got java.lang.IllegalStateException: the engine broke",
          e.getMessage());
      assertThrows(
          InternalException.class, () -> jar.scorer().score(Map.of("age", TestModel.FAULT)));
    }
  }

  @Test
  void freeTextGoesByNameOnly() throws IOException {
    Schema schema =
        TestModel.schema(TestModel.number("age"), TestModel.text("note", Rule.ACCEPTED));
    byte[] bytes = TestModel.jar(TestModel.manifest("credit", 7, schema, "named"), 1);
    try (ScorerJar jar = ScorerJar.open(file(bytes))) {
      assertEquals(7.0, jar.scorer().score(Map.of("age", 2, "note", "long")).get("score"));
      assertEquals(
          "note: expected a row by name, because free text has no double",
          assertThrows(
                  InvalidRowException.class,
                  () -> jar.scorer().score(new double[] {1, 0}, new double[2]))
              .getMessage());
    }
  }
}
