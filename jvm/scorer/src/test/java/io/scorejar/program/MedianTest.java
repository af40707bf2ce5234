package io.scorejar.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MedianTest {

  private static double of(double[] weights, double... values) {
    int count = values.length;
    Median median =
        new Median(
            IntStream.range(0, count).toArray(),
            weights,
            false,
            IntStream.range(count, 2 * count).toArray(),
            2 * count);
    Program program = new Program(count, 2 * count + 1, List.of(median), new int[] {2 * count});
    Program read = ProgramBytes.read(ProgramBytes.write(program));
    double[] frame = Arrays.copyOf(values, read.slots());
    read.run(frame);
    assertArrayEquals(values, Arrays.copyOf(frame, count));
    return frame[read.output(0)];
  }

  @Test
  void theMiddleOneOfSortedValuesIsTheMedian() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      double[] values = random.ints(1 + random.nextInt(40), 0, 12).asDoubleStream().toArray();
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int middle = sorted.length / 2;
      double expected =
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      assertEquals(expected, of(new double[0], values));
    }
  }

  @Test
  void missingValuesAreLeftOut() {
    assertEquals(2, of(new double[0], Double.NaN, 3, 1, Double.NaN, 2));
    assertEquals(Double.NaN, of(new double[0], Double.NaN));
    assertEquals(5, of(new double[] {9, 1, 2}, Double.NaN, 7, 5));
  }

  @Test
  void halfOfTheWeightReachesTheWeightedMedian() {
    assertEquals(3, of(new double[] {1, 1, 5}, 1, 2, 3));
    assertEquals(1, of(new double[] {2, 1, 1}, 1, 2, 3));
    assertEquals(2, of(new double[] {2, 1, 1.5}, 1, 2, 3));
  }

  @Test
  void otherNumbersOfPlacesOrWeightsAreRefused() {
    int[] two = {0, 1};
    assertThrows(
        IllegalArgumentException.class, () -> new Median(two, new double[1], false, two, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Median(two, new double[0], false, new int[] {2}, 3));
  }
}
