package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WarmUpTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  /** Notes in which form it is asked. */
  private static final class Noting implements Scorer {

    private final List<String> forms = new ArrayList<>();

    @Override
    public Schema schema() {
      return TestModel.schema();
    }

    @Override
    public void score(double[] row, double[] answer) {
      forms.add("row");
    }

    @Override
    public void score(double[] rows, int count, double[] answers) {
      forms.add("batch of " + count);
    }

    @Override
    public Map<String, Object> score(Map<String, ?> row) {
      forms.add("named");
      return Map.of();
    }
  }

  private static List<String> forms(int rows, Duration time) {
    Noting scorer = new Noting();
    WarmUp.run(scorer, TestModel.evidence(scorer.schema(), 1), rows, time);
    return scorer.forms;
  }

  @Test
  void rowsAreScoredInEveryFormUntilThereWereEnough() {
    assertEquals(List.of("named", "row", "batch of 1"), forms(3, LONG));
    assertEquals(2_001, forms(2_000, LONG).size());
    assertEquals(List.of(), forms(0, LONG));
  }

  @Test
  void timeEndsItInAnyCase() {
    assertEquals(List.of(), forms(2_000, Duration.ZERO));
  }

  @Test
  void theThreadGetsItsPriorityBackWhateverHappens() {
    int before = Thread.currentThread().getPriority();
    Evidence evidence = TestModel.evidence(TestModel.schema(), 1);
    assertThrows(NullPointerException.class, () -> WarmUp.run(null, evidence, 1, LONG));
    assertEquals(before, Thread.currentThread().getPriority());
  }
}
