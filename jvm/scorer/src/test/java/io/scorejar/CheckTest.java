package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class CheckTest {

  private static final Schema SCHEMA = TestModel.schema();

  /** Adds to the right answer of {@link TestModel#evidence}, in each form another amount. */
  private record Off(double named, double alone, double batch) implements Scorer {

    @Override
    public Schema schema() {
      return SCHEMA;
    }

    private static double sum(double age) {
      return 1 + (Double.isNaN(age) ? 0 : age);
    }

    @Override
    public void score(double[] row, double[] answer) {
      SCHEMA.check(row, 0);
      answer[0] = sum(row[0]) + alone;
    }

    @Override
    public void score(double[] rows, int count, double[] answers) {
      for (int i = 0; i < count; i++) {
        SCHEMA.check(rows, 2 * i);
        answers[2 * i] = sum(rows[2 * i]) + batch;
      }
    }

    @Override
    public Map<String, Object> score(Map<String, ?> row) {
      SCHEMA.values(row);
      if (row.get("age") == null && named != 0) {
        throw new InvalidRowException("age: expected a value, got none");
      }
      double age = row.get("age") == null ? 0 : (Double) row.get("age");
      return Map.of("score", sum(age) + named, "label", "low");
    }
  }

  private static final Scorer RIGHT = new Off(0, 0, 0);

  private static Check check(double named, double alone, double batch) {
    Evidence evidence = TestModel.evidence(SCHEMA, 1);
    return Check.of("off", new Off(named, alone, batch), evidence, Agreement.SUMS);
  }

  /** One row of which the judge says something. */
  private static Check of(Object age, String job, List<Object> answer, String refusal) {
    SortedMap<Integer, String> refusals = new TreeMap<>();
    if (refusal != null) {
      refusals.put(0, refusal);
    }
    List<List<Object>> rows = List.of(Arrays.asList(age, job));
    Evidence evidence =
        new Evidence(
            SCHEMA,
            SCHEMA.outputs(),
            rows,
            Arrays.asList(answer),
            new Notes(refusals, List.of(), Map.of(), Optional.empty(), Map.of()));
    return Check.of("off", RIGHT, evidence, Agreement.BITS);
  }

  @Test
  void rightAnswersInEveryFormAgree() {
    Check check = check(0, 0, 0);
    assertTrue(check.agrees());
    assertEquals(2, check.rows());
    assertEquals(0, check.maxUlps());
    assertEquals(Map.of("0", 2L), check.ulps().get("score").toJson());
  }

  @Test
  void aDifferenceInAnyFormCounts() {
    for (double[] off : List.of(new double[] {0, 2, 0}, new double[] {0, 0, 2})) {
      Check check = check(off[0], off[1], off[2]);
      assertFalse(check.agrees());
      assertEquals(2, check.differing());
      assertEquals(2, check.maxDifference());
      assertEquals(Optional.of("row 0: score: expected 3.0, got 5.0"), check.firstDifference());
      assertEquals(TestModel.SCORE, check.wrong().get(0).output());
    }
  }

  @Test
  void aRowThatTheEngineAloneRefusesIsWrong() {
    Check check = check(1e-13, 0, 0);
    assertEquals(1, check.differing());
    assertEquals(
        Optional.of("row 1: expected an answer, got an error: age: expected a value, got none"),
        check.firstDifference());
    assertTrue(check.maxDifference() < 1e-12);
  }

  @Test
  void aRowThatTheSchemaAloneRefusesIsStricterAndToldWithItsColumn() {
    Check check = of(2.0, "baker", List.of(3.0, "low"), null);
    assertTrue(check.agrees());
    assertEquals(Map.of("job", 1), check.stricter());
    assertEquals(0, check.refusals());
  }

  @Test
  void aRowThatTheJudgeRefusedMustBeRefused() {
    assertTrue(of(2.0, "baker", null, "unknown job").agrees());
    Check answered = of(2.0, "nurse", null, "unknown job");
    assertEquals(1, answered.refusals());
    assertEquals(
        Optional.of("row 0: score: expected no answer (the judge: unknown job), got 3.0"),
        answered.firstDifference());
  }

  @Test
  void anAnswerThatIsNoNumberIsARefusal() {
    List<Object> nan = Arrays.asList(null, "low");
    assertTrue(of(2.0, "baker", nan, null).agrees());
    assertFalse(of(2.0, "nurse", nan, null).agrees());
  }

  @Test
  void outputsThatAreNotJudgedMayBeAnything() {
    Evidence all = TestModel.evidence(SCHEMA, 1);
    Evidence labels =
        new Evidence(
            SCHEMA, List.of(TestModel.LABEL), all.rows(), List.of(List.of("low"), List.of("low")));
    assertTrue(Check.of("off", new Off(0, 5, 5), labels, Agreement.BITS).agrees());
  }

  @Test
  void rowsAskedInParallelAreAnsweredTheSame() {
    Evidence evidence = TestModel.evidence(SCHEMA, 1);
    Replies replies = Replies.inParallel(RIGHT, evidence);
    assertTrue(Check.of("off", replies, evidence, Agreement.BITS).agrees());
  }
}
