package io.scorejar.transpiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.Agreement;
import io.scorejar.InvalidRowException;
import io.scorejar.JarContents;
import io.scorejar.ScorerJar;
import io.scorejar.transpiler.Programs.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BuildTest {

  private static final String NOT_ASKED = "the interpreted engine was asked for";

  private static final String RIGHT =
      """
      {"inputs": ["age", "job"], "outputs": ["price"],
       "rows": [[30, "nurse"], [50, "clerk"], [null, "nurse"]],
       "answers": [[21.25], [10.5], [20.5]]}
      """;

  @TempDir Path folder;

  private Path out() {
    return folder.resolve("7.jar");
  }

  private End build(Path pmml, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--pmml", pmml.toString(), "--out", out().toString()));
    arguments.addAll(List.of("--model", "homes", "--version", "7"));
    arguments.addAll(List.of(more));
    return Programs.build(arguments.toArray(String[]::new));
  }

  private Path trees(String... replacements) {
    return Programs.pmml(folder, "trees.pmml", replacements);
  }

  private String evidence(String json) throws IOException {
    return Files.writeString(folder.resolve("evidence.json"), json).toString();
  }

  private void refused(int code, String error, End end) {
    assertEquals(new End(code, Map.of(), "error: " + error), end);
    assertFalse(Files.exists(out()));
  }

  @Test
  void a_model_is_compiled_and_transpiled_and_both_are_proved_on_every_row() throws Exception {
    End end = build(trees(), "--evidence", evidence(RIGHT), "--judge", "pipeline");
    assertEquals("", end.error());
    assertEquals("compiled", end.json().get("engine"));
    assertEquals(List.of("compiled", "transpiled"), end.json().get("engines"));
    assertEquals(List.of(), end.json().get("notes"));
    try (ScorerJar jar = ScorerJar.open(out())) {
      assertEquals("homes 7 (compiled)", jar.toString());
      assertEquals(Map.of("price", 21.25), jar.scorer().score(Map.of("age", 40, "job", "nurse")));
      assertEquals("pipeline", jar.manifest().proof().judge());
      assertEquals(3, jar.manifest().proof().rows());
      assertEquals(Agreement.SUMS, jar.manifest().proof().agreement());
      for (String engine : List.of("compiled", "transpiled")) {
        assertTrue(jar.manifest().proof().engines().get(engine).rows() > 3);
        assertEquals(0, jar.manifest().proof().engines().get(engine).maxUlps());
      }
      assertEquals(Map.of(), jar.manifest().declined());
    }
  }

  @Test
  void a_date_that_stands_in_for_a_missing_one_comes_through_the_transpiler() {
    End end = build(Programs.pmml(folder, "dates.pmml"), "--engine", "transpiled");
    assertEquals("", end.error());
    try (ScorerJar jar = ScorerJar.open(out())) {
      assertEquals(Map.of("price", 21.0), jar.scorer().score(Map.of()));
      assertEquals(Map.of("price", 3.0), jar.scorer().score(Map.of("since", "2020-01-02")));
    }
  }

  @Test
  void an_input_that_the_model_does_not_read_is_one_of_the_row_all_the_same() {
    String age = "<DataField name=\"age\" optype=\"continuous\" dataType=\"double\"/>";
    String job = "<MiningField name=\"age\"/>\n      <MiningField name=\"job\"/>";
    Path pmml =
        trees(age, age + age.replace("age", "Age"), job, "<MiningField name=\"Age\"/>" + job);
    assertEquals("", build(pmml, "--engine", "transpiled").error());
    try (ScorerJar jar = ScorerJar.open(out())) {
      assertEquals(3, jar.schema().inputs().size());
      double[] answer = new double[1];
      jar.scorer().score(new double[] {1000, 40, 1}, answer);
      assertEquals(21.25, answer[0]);
    }
  }

  @Test
  void a_transpiled_jar_holds_classes_and_neither_sources_nor_pmml() {
    assertEquals(0, build(trees()).code());
    List<String> names =
        JarContents.read(out()).names().stream()
            .map(name -> name.replaceAll(".*\\.", "."))
            .toList();
    assertTrue(names.contains(".class"), names.toString());
    assertFalse(names.contains(".java") || names.contains(".pmml"), names.toString());
  }

  @Test
  void the_same_inputs_give_the_same_bytes() throws Exception {
    build(trees());
    byte[] first = Files.readAllBytes(out());
    build(trees());
    assertArrayEquals(first, Files.readAllBytes(out()));
  }

  @Test
  void what_cannot_be_transpiled_is_interpreted_and_says_why() {
    End end = build(Programs.pmml(folder, "clusters.pmml"));
    assertEquals(List.of("compiled", "interpreted"), end.json().get("engines"));
    assertEquals(
        "JPMML's transpiler does not translate models of this kind: 1 ClusteringModel",
        ((Map<?, ?>) end.json().get("declined")).get("transpiled"));
    try (ScorerJar jar = ScorerJar.open(out())) {
      assertEquals("homes 7 (compiled)", jar.toString());
      assertEquals(Map.of("cluster", "far"), jar.scorer().score(Map.of("x", 8)));
    }
  }

  @Test
  void an_engine_that_is_asked_for_and_not_possible_is_an_error() {
    Path pmml = Programs.pmml(folder, "clusters.pmml");
    refused(
        3,
        pmml
            + ": expected a model that can be transpiled, got one that cannot: JPMML's transpiler"
            + " does not translate models of this kind: 1 ClusteringModel",
        build(pmml, "--engine", "transpiled"));
  }

  @Test
  void the_interpreter_can_be_asked_for() {
    End end = build(trees(), "--engine", "interpreted");
    assertEquals("interpreted", end.json().get("engine"));
    assertEquals(NOT_ASKED, ((Map<?, ?>) end.json().get("declined")).get("transpiled"));
    assertTrue(JarContents.read(out()).names().contains("META-INF/scorejar/model.pmml"));
  }

  @Test
  void a_lean_jar_holds_the_program_alone() {
    End end = build(trees(), "--engine", "compiled");
    assertEquals(List.of("compiled"), end.json().get("engines"));
    assertEquals(
        Map.of(
            "transpiled", "the compiled engine was asked for",
            "interpreted", "the compiled engine was asked for"),
        end.json().get("declined"));
    assertTrue(
        JarContents.read(out()).names().stream()
            .noneMatch(name -> name.endsWith(".class") || name.endsWith(".pmml")));
  }

  @Test
  void what_cannot_be_compiled_is_named_by_its_element() {
    String schema = "</MiningSchema>";
    String prior =
        "<Targets><Target field=\"price\"><TargetValue defaultValue=\"1\"/></Target></Targets>";
    Path pmml = Programs.pmml(folder, "dates.pmml", schema, schema + prior);
    refused(
        3,
        pmml
            + ": expected a model that can be compiled, got one that cannot: Target:"
            + " default and prior values are not compiled",
        build(pmml, "--engine", "compiled"));
  }

  @Test
  void an_engine_that_there_is_not_is_an_error() {
    refused(
        2,
        "--engine: expected one of auto, compiled, transpiled, interpreted, got 'guessed'",
        build(trees(), "--engine", "guessed"));
  }

  @Test
  void a_model_that_disagrees_with_its_evidence_is_refused() throws Exception {
    Path pmml = trees();
    String wrong = RIGHT.replace("[10.5]", "[10.75]");
    refused(
        3,
        pmml
            + ": expected a model that agrees with its evidence, got one that does not: JPMML's"
            + " interpreter answers 1 of 3 rows otherwise than the pipeline: row 1: price:"
            + " expected 10.75, got 10.5",
        build(
            pmml, "--engine", "interpreted", "--evidence", evidence(wrong), "--judge", "pipeline"));
  }

  @Test
  void evidence_without_answers_is_answered_by_the_interpreter() throws Exception {
    String rows = "{\"inputs\": [\"job\", \"age\"], \"rows\": [[\"clerk\", 50]]}";
    End end = build(trees(), "--engine", "interpreted", "--evidence", evidence(rows));
    try (ScorerJar jar = ScorerJar.open(out())) {
      assertEquals("interpreter", jar.manifest().proof().judge());
      assertEquals(Agreement.ULPS, jar.manifest().proof().agreement());
      assertEquals(List.of(10.5), jar.evidence().answers().get(0));
    }
    assertEquals(0, end.code());
  }

  @Test
  void evidence_without_rows_is_refused() throws Exception {
    String file = evidence("{\"inputs\": [\"job\", \"age\"], \"rows\": []}");
    refused(3, file + ": expected at least one row, got none", build(trees(), "--evidence", file));
  }

  @Test
  void a_row_that_the_interpreter_refuses_is_proved_to_be_refused() throws Exception {
    Path pmml =
        trees(
            "<DataField name=\"age\" optype=\"continuous\" dataType=\"double\"/>",
            "<DataField name=\"age\" optype=\"continuous\" dataType=\"double\">"
                + "<Interval closure=\"openClosed\" leftMargin=\"0\" rightMargin=\"120\"/>"
                + "</DataField>");
    String file = evidence("{\"inputs\": [\"job\", \"age\"], \"rows\": [[null, 150], [null, 5]]}");
    assertEquals("", build(pmml, "--evidence", file).error());
    try (ScorerJar jar = ScorerJar.open(out())) {
      assertEquals(null, jar.evidence().answers().get(0));
      assertTrue(jar.evidence().notes().refusals().get(0).contains("150.0"));
      assertThrows(InvalidRowException.class, () -> jar.scorer().score(Map.of("age", 150)));
    }
  }

  @Test
  void what_takes_too_long_to_transpile_is_interpreted_beside_the_program() {
    End end = build(trees(), "--seconds", "0");
    assertEquals(
        "translation and compilation took more than 0 s",
        ((Map<?, ?>) end.json().get("declined")).get("transpiled"));
    assertEquals(List.of("compiled", "interpreted"), end.json().get("engines"));
  }

  @Test
  void only_a_sample_of_the_evidence_goes_into_the_jar() {
    build(trees(), "--engine", "interpreted");
    try (ScorerJar jar = ScorerJar.open(out())) {
      assertEquals(Math.min(32, jar.manifest().proof().rows()), jar.evidence().size());
    }
  }

  @Test
  void a_file_that_is_not_there_is_told() {
    Path nowhere = folder.resolve("nowhere.pmml");
    refused(
        2,
        nowhere + ": expected a readable file, got java.nio.file.NoSuchFileException: " + nowhere,
        build(nowhere));
    Path pmml = trees();
    refused(
        2,
        nowhere + ": expected a readable file, got java.nio.file.NoSuchFileException: " + nowhere,
        build(pmml, "--evidence", nowhere.toString()));
  }

  @Test
  void a_jar_that_cannot_be_written_is_told() {
    Path pmml = trees();
    Path out = folder.resolve("nowhere").resolve("7.jar");
    End end =
        Programs.build(
            "--pmml", pmml.toString(),
            "--model", "homes",
            "--version", "7",
            "--engine", "interpreted",
            "--out", out.toString());
    refused(
        2,
        out
            + ": expected a file that can be written, got java.nio.file.NoSuchFileException: "
            + out,
        end);
  }

  @Test
  void names_and_numbers_that_a_repository_cannot_hold_are_refused() {
    End end =
        Programs.build(
            "--pmml", trees().toString(), "--model", "Homes", "--version", "7", "--out", "x.jar");
    refused(2, "--model: expected a name like [a-z0-9][a-z0-9_-]{0,62}, got 'Homes'", end);
    End zero =
        Programs.build(
            "--pmml", trees().toString(), "--model", "homes", "--version", "0", "--out", "x.jar");
    refused(2, "--version: expected 1 to 1000000000000000, got 0", zero);
  }

  @Test
  void pmml_that_disagrees_with_its_own_verification_rows_is_refused() {
    Path pmml =
        trees(
            "</MiningModel>",
            """
            <ModelVerification recordCount="1" fieldCount="2">
              <VerificationFields>
                <VerificationField field="age" column="age"/>
                <VerificationField field="price" column="price"/>
              </VerificationFields>
              <InlineTable><row><age>9</age><price>5</price></row></InlineTable>
            </ModelVerification>
            </MiningModel>\
            """);
    refused(
        3,
        pmml
            + ": expected PMML that agrees with its own verification rows, got one that does not:"
            + " Values 5.0 and 11.25 do not match",
        build(pmml));
  }
}
