package io.scorejar.transpiler.compiled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.compiler.NotCompiled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trees drawn at random, compiled beside interpreted; {@code -Dscorejar.documents=20000} for more
 * of them than usual.
 */
class RandomTreesTest {

  private static final int DOCUMENTS = Integer.getInteger("scorejar.documents", 160);

  private static final int ROWS = 100;

  @Test
  void random_trees_are_refused_and_answered_as_by_the_interpreter() {
    int compiled = 0;
    int answered = 0;
    Map<String, Integer> named = new TreeMap<>();
    for (long seed = 0; seed < DOCUMENTS; seed++) {
      try {
        Compared compared = Compared.on(RandomTree.xml(seed), ROWS);
        assertEquals(compared.refusedByInterpreter(), compared.refusedByBoth(), "seed " + seed);
        answered += compared.answered();
        compiled++;
      } catch (NotCompiled e) {
        named.merge(e.getMessage(), 1, Integer::sum);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertTrue(compiled > DOCUMENTS / 2, compiled + " of " + DOCUMENTS + ", not: " + named);
    assertTrue(answered > 0.7 * ROWS * compiled, answered + " answers of " + compiled + " trees");
  }

  @ParameterizedTest
  @ValueSource(strings = {"weightedConfidence", "aggregateNodes"})
  void strategies_that_the_interpreter_has_not_are_named(String strategy) {
    String xml = new String(RandomTree.xml(0), StandardCharsets.UTF_8);
    String other =
        xml.replaceFirst(
            "missingValueStrategy=\"\\w+\"", "missingValueStrategy=\"" + strategy + "\"");
    RuntimeException e =
        assertThrows(
            RuntimeException.class,
            () -> Compared.on(other.getBytes(StandardCharsets.UTF_8), ROWS));
    assertTrue(e.getMessage().contains(strategy), e.getMessage());
  }

  @Test
  void a_negative_zero_in_a_set_is_named() {
    String xml = new String(RandomTree.xml(0), StandardCharsets.UTF_8);
    String set =
        "<SimpleSetPredicate field=\"x\" booleanOperator=\"isIn\">"
            + "<Array type=\"real\">1 -0.0</Array></SimpleSetPredicate>";
    String other = xml.replaceFirst("(?s)(<Node .*?)<True/>", "$1" + set);
    NotCompiled e =
        assertThrows(
            NotCompiled.class, () -> Compared.on(other.getBytes(StandardCharsets.UTF_8), ROWS));
    assertEquals("SimpleSetPredicate: its '-0.0' equals no value", e.getMessage());
  }
}
