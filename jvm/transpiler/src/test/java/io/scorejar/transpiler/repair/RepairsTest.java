package io.scorejar.transpiler.repair;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RepairsTest {

  @Test
  void a_model_that_the_transpiler_takes_stays_as_it_is() throws IOException {
    Golden plain = Golden.of("plain");
    plain.isRepaired();
    assertEquals(plain.given(), plain.repaired());
  }

  @ParameterizedTest
  @ValueSource(strings = {"case_twins", "stacked_trees", "default_children_categories", "constant"})
  void a_repaired_model_needs_no_further_repair(String name) {
    String once = Golden.of(name).repaired();
    assertEquals(once, Golden.of(once.getBytes(UTF_8)).repaired());
  }
}
