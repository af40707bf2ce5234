package io.scorejar.jpmml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.scorejar.BadModelException;
import io.scorejar.InvalidRowException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class JpmmlScorerTest {

  private static final JpmmlScorer CREDIT = Documents.scorer(Documents.xml("credit.pmml"));

  /** A row of credit.pmml by name: pairs of names and values over a row that scores. */
  private static Map<String, Object> row(Object... changes) {
    Map<String, Object> row = new HashMap<>();
    row.put("debt", 10.0);
    row.put("job", "nurse");
    row.put("age", 30.0);
    row.put("house", "own");
    row.put("rooms", 2);
    for (int i = 0; i < changes.length; i += 2) {
      row.put((String) changes[i], changes[i + 1]);
    }
    return row;
  }

  private static Object first(Object... changes) {
    return CREDIT.score(row(changes)).get("probability(0)");
  }

  private static String refusal(Object... changes) {
    return assertThrows(InvalidRowException.class, () -> CREDIT.score(row(changes))).getMessage();
  }

  @Test
  void a_row_is_answered_by_name_in_the_order_of_the_outputs() {
    Map<String, Object> answer = CREDIT.score(row());
    assertEquals(
        List.of("probability(0)", "probability(1)", "y"), new ArrayList<>(answer.keySet()));
    assertEquals(List.of(0.6, 0.4, 0L), new ArrayList<>(answer.values()));
  }

  @Test
  void a_row_of_doubles_is_the_same_row() {
    double[] answer = new double[3];
    CREDIT.score(new double[] {10, 1, 30, 0, 2}, answer);
    assertArrayEquals(new double[] {0.6, 0.4, 0}, answer);
  }

  @Test
  void a_missing_prediction_is_null() {
    Map<String, Object> answer = CREDIT.score(row("debt", null));
    assertNull(answer.get("probability(0)"));
    assertNull(answer.get("y"));
    double[] doubles = new double[3];
    CREDIT.score(new double[] {Double.NaN, 1, 30, 0, 2}, doubles);
    assertArrayEquals(new double[] {Double.NaN, Double.NaN, Double.NaN}, doubles);
  }

  @Test
  void nan_and_a_value_declared_missing_are_missing() {
    assertNull(first("debt", Double.NaN));
    assertNull(first("debt", -999.0));
  }

  @Test
  void a_missing_value_is_replaced_as_the_document_says() {
    assertEquals(0.4, first("house", null));
  }

  @Test
  void an_unseen_category_is_missing_where_the_document_says_so() {
    assertEquals(0.4, first("house", "boat"));
    double[] answer = new double[3];
    CREDIT.score(new double[] {10, 1, 30, -1, 2}, answer);
    assertEquals(0.4, answer[0]);
  }

  @Test
  void an_unseen_number_is_taken_as_it_is_where_the_document_says_so() {
    assertEquals(0.6, first("rooms", 17));
  }

  @Test
  void what_the_schema_refuses_never_reaches_the_model() {
    assertEquals("job: expected one of 'clerk', 'nurse', got 'king'", refusal("job", "king"));
    assertEquals("age: expected a value, got none", refusal("age", null));
  }

  @Test
  void what_the_model_refuses_is_told_by_the_name_of_the_field() {
    assertEquals("age: expected a number from 0.0 to 120.0, got 150", refusal("age", 150));
    byte[] open = Documents.changed("credit.pmml", "closedClosed", "openClosed");
    assertEquals(
        "age: expected a value in (0.0, 120.0], got 150.0",
        assertThrows(InvalidRowException.class, () -> Documents.scorer(open).score(row("age", 150)))
            .getMessage());
  }

  @Test
  void an_integer_beyond_jpmmls_is_told_by_the_name_of_the_field() {
    JpmmlScorer dates = Documents.scorer(Documents.xml("dates.pmml"));
    Map<String, Object> row =
        Map.of(
            "born", "1970-01-02",
            "seen", "1970-01-01T00:00:10",
            "rose", "00:01:00",
            "member", true,
            "visits", 3_000_000_000L);
    assertEquals(
        "visits: expected an integer from -2147483648 to 2147483647, got 3000000000",
        assertThrows(InvalidRowException.class, () -> dates.score(row)).getMessage());
  }

  @Test
  void dates_times_and_booleans_reach_the_model() {
    JpmmlScorer dates = Documents.scorer(Documents.xml("dates.pmml"));
    Map<String, Object> answer =
        dates.score(
            Map.of(
                "born", "1970-01-02",
                "seen", "1970-01-01T00:00:10",
                "rose", "00:01:00",
                "member", true,
                "visits", 2));
    assertEquals(Map.of("value", 1 + 1 + 60 + 10 + 0.5 + 200), answer);
  }

  @Test
  void an_evaluation_that_fails_names_no_field_where_none_is_to_blame() {
    byte[] xml =
        Documents.changed(
            "dates.pmml",
            "<Constant dataType=\"integer\">1970</Constant>",
            "<FieldRef field=\"visits\"/>");
    JpmmlScorer dates = Documents.scorer(xml);
    Map<String, Object> row = new HashMap<>(Map.of("born", "1970-01-02", "visits", -1_000_000_000));
    String message = assertThrows(RuntimeException.class, () -> dates.score(row)).getMessage();
    assertEquals(
        "the model failed on this row: Invalid value for Year (valid values -999999999 -"
            + " 999999999): -1000000000",
        message);
  }

  @Test
  void an_unnamed_prediction_is_answered() {
    byte[] xml =
        Documents.changed("dates.pmml", "<MiningField name=\"value\" usageType=\"target\"/>", "");
    Map<String, Object> answer =
        Documents.scorer(xml)
            .score(
                Map.of(
                    "born", "1970-01-01",
                    "seen", "1970-01-01T00:00:00",
                    "rose", "00:00",
                    "member", false,
                    "visits", 0));
    assertEquals(Map.of("prediction", 1.0), answer);
  }

  @Test
  void an_answer_of_another_type_than_declared_is_our_fault() {
    byte[] xml =
        Documents.changed(
            "dates.pmml",
            "name=\"value\" optype=\"continuous\" dataType=\"double\"",
            "name=\"value\" optype=\"continuous\" dataType=\"integer\"");
    JpmmlScorer dates = Documents.scorer(xml);
    Map<String, Object> row =
        Map.of(
            "born", "1970-01-01",
            "seen", "1970-01-01T00:00:00",
            "rose", "00:00",
            "member", true,
            "visits", 0);
    assertEquals(
        "the model has no answer for this row: Expected integer value, got double value",
        assertThrows(InvalidRowException.class, () -> dates.score(row)).getMessage());
  }

  @Test
  void threads_share_a_scorer() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> right = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        double debt = thread % 2 == 0 ? 10 : 2000;
        Object expected = thread % 2 == 0 ? 0.6 : 0.25;
        right.add(
            threads.submit(
                () -> {
                  boolean all = true;
                  for (int i = 0; i < 500; i++) {
                    all &= expected.equals(first("debt", debt));
                  }
                  return all;
                }));
      }
      for (Future<Boolean> one : right) {
        assertEquals(true, one.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void a_model_of_another_width_is_refused() {
    BadModelException e =
        assertThrows(
            BadModelException.class,
            () ->
                JpmmlScorer.of(
                    Documents.schema(Documents.xml("credit.pmml")),
                    Documents.evaluator(Documents.xml("chain.pmml"))));
    assertEquals("expected a model of 5 inputs, as model.json has it, got 1", e.getMessage());
  }
}
