package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowSampleTest {

  private static final double[] ANSWERS = new double[100];

  private static double[] numbers(int from, int count) {
    double[] rows = new double[count];
    for (int i = 0; i < count; i++) {
      rows[i] = from + i;
    }
    return rows;
  }

  @Test
  void whatFitsIsKeptWholeWithItsAnswers() {
    RowSample sample = new RowSample(5, 2, 1);
    sample.offer(new double[] {1, 2, 3, 4}, 2, new double[] {10, 20});
    sample.offer(new double[] {5, 6}, 1, new double[] {30});
    List<Double> all = new ArrayList<>();
    for (int row = 0; row < sample.size(); row++) {
      for (int column = 0; column < 3; column++) {
        all.add(sample.value(row, column));
      }
    }
    assertEquals(List.of(1.0, 2.0, 10.0, 3.0, 4.0, 20.0, 5.0, 6.0, 30.0), all);
    sample.clear();
    assertEquals(0, sample.size());
  }

  @Test
  void everyRowHasTheSameChanceHoweverCallsAreCut() {
    // 10 of 100 rows, 4,000 times: each row is drawn 400 times, give or take 19.
    int[] drawn = new int[100];
    RowSample sample = new RowSample(10, 1, 1);
    for (int round = 0; round < 4_000; round++) {
      int[] sizes = round % 2 == 0 ? new int[] {100} : new int[] {1, 4, 45, 50};
      int from = 0;
      for (int size : sizes) {
        sample.offer(numbers(from, size), size, ANSWERS);
        from += size;
      }
      assertEquals(10, sample.size());
      for (int row = 0; row < 10; row++) {
        drawn[(int) sample.value(row, 0)]++;
      }
      sample.clear();
    }
    for (int row = 0; row < 100; row++) {
      assertTrue(Math.abs(drawn[row] - 400) < 6 * 19, row + " was drawn " + drawn[row]);
    }
  }
}
