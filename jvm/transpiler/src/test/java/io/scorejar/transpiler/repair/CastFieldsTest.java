package io.scorejar.transpiler.repair;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class CastFieldsTest {

  @Test
  void a_forest_two_models_deep_sees_the_fields_that_it_casts() throws IOException {
    Golden.of("casts_inside")
        .fails()
        .isRepaired(
            EnsemblesTest.CLASSES_LISTED + "2",
            "fields behind a cast shown to models inside the model, where the transpiler reads them"
                + " without having asked for them: num, uni");
  }
}
