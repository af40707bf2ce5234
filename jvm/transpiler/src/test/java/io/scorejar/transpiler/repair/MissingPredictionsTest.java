package io.scorejar.transpiler.repair;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MissingPredictionsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missing_in_tree",
        "missing_in_forest",
        "missing_in_regression_tree",
        "missing_in_regression",
        "missing_in_boosting"
      })
  void what_cannot_be_predicted_is_missing(String name) throws IOException {
    Golden.of(name).fails().isRepaired();
  }
}
