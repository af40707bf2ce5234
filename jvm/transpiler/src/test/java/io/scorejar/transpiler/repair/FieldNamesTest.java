package io.scorejar.transpiler.repair;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class FieldNamesTest {

  private static final String RENAMED =
      "fields renamed in the generated code, where the transpiler would have mixed them up or"
          + " stumbled over their names: ";

  @Test
  void columns_that_differ_by_case_are_told_apart() throws IOException {
    Golden.of("case_twins").fails().isRepaired(RENAMED + "Age, age");
  }

  @Test
  void columns_with_numbers_are_no_array() throws IOException {
    Golden.of("array_names").fails().isRepaired(RENAMED + "x_0, x_1");
  }

  @Test
  void keywords_and_signs_are_names_like_others() throws IOException {
    Golden.of("no_java_names").fails().isRepaired(RENAMED + "class, %");
  }

  @Test
  void derived_fields_that_differ_by_a_sign_are_told_apart() throws IOException {
    Golden.of("one_hot_signs").fails().isRepaired(RENAMED + "x_1, grade=>30, grade=<30");
  }
}
