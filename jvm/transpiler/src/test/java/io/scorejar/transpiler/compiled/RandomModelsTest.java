package io.scorejar.transpiler.compiled;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

class RandomModelsTest {

  private static final int ROWS = 200;

  /** The share of rows that were answered; wrong answers name the seed. */
  private static double answered(LongFunction<byte[]> draw, int models, double tolerance) {
    int answered = 0;
    for (long seed = 0; seed < models; seed++) {
      try {
        answered += Compared.on(draw.apply(seed), ROWS, tolerance).answered();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    return (double) answered / models / ROWS;
  }

  @Test
  void random_scorecards_and_their_reasons_answer_as_the_interpreter_does() {
    assertTrue(answered(RandomModel::scorecard, 100, 0) > 0.3);
  }

  @Test
  void random_naive_bayes_models_answer_as_the_interpreter_does() {
    assertTrue(answered(RandomModel::bayes, 100, 1e-12) > 0.6);
  }

  @Test
  void random_nearest_neighbours_answer_as_the_interpreter_does() {
    assertTrue(answered(RandomModel::neighbours, 100, 0) > 0.6);
  }
}
