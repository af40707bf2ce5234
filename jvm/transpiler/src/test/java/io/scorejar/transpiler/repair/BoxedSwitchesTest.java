package io.scorejar.transpiler.repair;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BoxedSwitchesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fractional_categories_in_tree",
        "fractional_categories_in_regression",
        "fractional_categories_in_map"
      })
  void categories_may_be_fractions(String name) throws IOException {
    Golden.of(name)
        .fails()
        .isRepaired(
            "categories that are fractional numbers compared one by one in the generated code,"
                + " where the transpiler would have needed a switch over a Double, which Java does"
                + " not have");
  }
}
