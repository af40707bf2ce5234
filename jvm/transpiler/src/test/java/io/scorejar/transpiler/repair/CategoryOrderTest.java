package io.scorejar.transpiler.repair;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class CategoryOrderTest {

  @Test
  void every_class_of_a_boosted_classifier_reads_the_same_categories() throws IOException {
    Golden.of("category_order")
        .fails()
        .isRepaired(
            "categories put into one order for all classes, where the transpiler would have mixed"
                + " up those of color");
  }
}
