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
  private static class Noting implements Scorer {

    private final List<String> forms = new ArrayList<>();
    private final List<String> kernels;

    Noting(String... kernels) {
      this.kernels = List.of(kernels);
    }

    @Override
    public List<String> describe() {
      return kernels;
    }

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
    new WarmUp(rows, time).run(scorer, TestModel.evidence(scorer.schema(), 1));
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
  void aVersionOfTheSameKernelsOnlyBringsItsDataNear() {
    Evidence evidence = TestModel.evidence(TestModel.schema(), 1);
    WarmUp warmUp = new WarmUp(2_000, LONG);
    List<Noting> versions =
        List.of(new Noting("walk"), new Noting("walk"), new Noting("masks"), new Noting("masks"));
    versions.forEach(version -> warmUp.run(version, evidence));
    List<Integer> scored = versions.stream().map(version -> version.forms.size()).toList();
    int once = 3 * evidence.size();
    assertEquals(List.of(2_001, once, 2_001, once), scored);
  }

  @Test
  void aVersionThatBringsItsOwnCodeIsWarmedInFull() {
    Evidence evidence = TestModel.evidence(TestModel.schema(), 1);
    WarmUp warmUp = new WarmUp(30, LONG);
    for (Noting version : List.of(new Noting(), new Noting())) {
      warmUp.run(version, evidence);
      assertEquals(30, version.forms.size());
    }
  }

  @Test
  void theThreadGetsItsPriorityBackWhateverHappens() {
    int before = Thread.currentThread().getPriority();
    Evidence evidence = TestModel.evidence(TestModel.schema(), 1);
    Noting broken =
        new Noting() {
          @Override
          public Map<String, Object> score(Map<String, ?> row) {
            throw new IllegalStateException();
          }
        };
    WarmUp warmUp = new WarmUp(1, LONG);
    assertThrows(IllegalStateException.class, () -> warmUp.run(broken, evidence));
    assertEquals(before, Thread.currentThread().getPriority());
  }
}
