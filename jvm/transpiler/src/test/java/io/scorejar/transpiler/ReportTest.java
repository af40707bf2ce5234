package io.scorejar.transpiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.internal.Json;
import io.scorejar.transpiler.Programs.End;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

  private static final String ROWS =
      "[[30, 'nurse'], [50, 'clerk'], [null, 'nurse'], [20, 'nurse'], [7, 'clerk']]";

  @TempDir Path folder;

  private End build(String evidence) throws IOException {
    Path file = Files.writeString(folder.resolve("evidence.json"), evidence.replace('\'', '"'));
    return Programs.build(
        "--pmml",
        Programs.pmml(folder, "trees.pmml").toString(),
        "--model",
        "homes",
        "--version",
        "7",
        "--engine",
        "interpreted",
        "--evidence",
        file.toString(),
        "--judge",
        "pipeline",
        "--report",
        folder.resolve("report.json").toString(),
        "--out",
        folder.resolve("7.jar").toString());
  }

  private Map<?, ?> refused(String answers) throws IOException {
    End end =
        build(
            "{'inputs':['age','job'],'outputs':['price'],'rows':"
                + ROWS
                + ",'answers':"
                + answers
                + "}");
    assertEquals(3, end.code());
    Map<?, ?> report = (Map<?, ?>) Json.read(Files.readAllBytes(folder.resolve("report.json")));
    assertEquals("refused", report.get("verdict"));
    return report;
  }

  private List<List<Double>> right() throws IOException {
    End end = build("{'inputs':['age','job'],'rows':" + ROWS + "}");
    assertEquals("", end.error());
    Map<?, ?> report = (Map<?, ?>) end.json().get("report");
    assertEquals("proved", report.get("verdict"));
    assertEquals("interpreter", report.get("judge"));
    List<List<Double>> answers = new ArrayList<>();
    try (io.scorejar.ScorerJar jar = io.scorejar.ScorerJar.open(folder.resolve("7.jar"))) {
      for (Object each : (List<?>) Json.read(ROWS.replace('\'', '"'))) {
        List<?> row = (List<?>) each;
        Map<String, Object> named = new HashMap<>();
        named.put("age", row.get(0) instanceof Number age ? age.doubleValue() : null);
        named.put("job", row.get(1));
        answers.add(List.of((Double) jar.scorer().score(named).get("price")));
      }
    }
    return answers;
  }

  @Test
  void the_rows_that_came_closest_to_a_threshold_are_told() throws Exception {
    End end = build("{'inputs':['age','job'],'rows':" + ROWS + "}");
    List<?> closest = (List<?>) ((Map<?, ?>) end.json().get("report")).get("closest");
    Map<?, ?> first = (Map<?, ?>) closest.get(0);
    assertEquals("age", first.get("column"));
    assertEquals(0L, first.get("ulps"));
  }

  @Test
  void a_missing_value_that_only_the_wrong_row_has_is_the_likely_cause() throws Exception {
    List<List<Double>> answers = right();
    answers.set(2, List.of(1.0));
    Map<?, ?> report = refused(answers.toString());
    assertEquals(
        "the wrong row is one where 'age' is missing, and no row that is right",
        report.get("cause"));
    assertEquals(List.of("age"), report.get("columns"));
    Map<?, ?> wrong = (Map<?, ?>) ((List<?>) report.get("wrong")).get(0);
    assertEquals(2L, wrong.get("row"));
    assertEquals(1.0, wrong.get("expected"));
    Map<?, ?> leaf = (Map<?, ?>) ((List<?>) report.get("leaves")).get(0);
    assertTrue(leaf.get("segment") != null && leaf.get("node") != null, leaf.toString());
  }

  @Test
  void a_factor_that_all_answers_are_off_by_is_the_likely_cause() throws Exception {
    List<List<Double>> answers = right();
    answers.replaceAll(answer -> List.of(answer.get(0) * 2));
    assertEquals(
        "every answer is off by the factor 2.0: a transformation of the target is not in the PMML",
        refused(answers.toString()).get("cause"));
  }

  @Test
  void a_transformation_of_the_target_that_was_left_out_is_the_likely_cause() throws Exception {
    List<List<Double>> answers = right();
    answers.replaceAll(answer -> List.of(answer.get(0) * answer.get(0)));
    assertTrue(refused(answers.toString()).get("cause").toString().contains("reg_sqrt"));
  }
}
