package io.scorejar.transpiler.repair;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ScoreProbabilitiesTest {

  @Test
  void a_constant_classifier_has_probabilities() throws IOException {
    Golden.of("constant")
        .fails()
        .isRepaired(
            "probabilities of tree nodes stated as record counts, the only form that the transpiler"
                + " reads");
  }
}
