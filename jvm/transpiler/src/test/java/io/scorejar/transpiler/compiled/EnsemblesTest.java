package io.scorejar.transpiler.compiled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.compiler.NotCompiled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsemblesTest {

  private static final int DOCUMENTS = 40;

  private static final int ROWS = 120;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum",
        "weightedSum",
        "average",
        "weightedAverage",
        "median",
        "weightedMedian",
        "selectFirst"
      })
  void numbers_of_random_ensembles_are_those_of_the_interpreter(String method) {
    compare(method, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "average",
        "weightedAverage",
        "majorityVote",
        "weightedMajorityVote",
        "selectFirst"
      })
  void categories_of_random_ensembles_are_those_of_the_interpreter(String method) {
    compare(method, true);
  }

  private static void compare(String method, boolean classes) {
    int compiled = 0;
    int answered = 0;
    int refused = 0;
    for (long seed = 0; seed < DOCUMENTS; seed++) {
      try {
        Compared compared = Compared.on(RandomEnsemble.xml(seed, method, classes), ROWS);
        answered += compared.answered();
        refused += compared.refusedByProgramOnly();
        compiled++;
      } catch (NotCompiled e) {
        // JPMML's rule for ties goes by an order of categories that changes from row to row.
        assertEquals(
            "Segment: its categories stand in the order of votes", e.getMessage(), "seed " + seed);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertTrue(compiled > DOCUMENTS * 3 / 4, compiled + " of " + DOCUMENTS);
    assertTrue(answered > compiled * ROWS / 2, answered + " answers");
    assertTrue(refused < answered / 50, refused + " refused by the program alone");
  }
}
