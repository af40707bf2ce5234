package io.scorejar.transpiler.repair;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class DefaultChildrenTest {

  private static final String REWRITTEN =
      "trees rewritten without default children, with which the transpiler would have left them to"
          + " the interpreter: ";

  @Test
  void a_missing_value_still_goes_to_the_default_child() throws IOException {
    Golden.of("default_children")
        .isLeftToTheInterpreter()
        .isRepaired(REWRITTEN + "2", InnerScoresTest.GIVEN + "2");
  }

  @Test
  void so_it_does_where_children_are_sets_of_categories() throws IOException {
    Golden.of("default_children_categories")
        .isLeftToTheInterpreter()
        .isRepaired(REWRITTEN + "2", InnerScoresTest.GIVEN + "2");
  }
}
