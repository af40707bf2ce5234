package io.scorejar.transpiler.repair;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Models inside models: {@link SegmentOutputs}, {@link TargetCategories} and those about Output.
 */
final class EnsemblesTest {

  static final String ONE_FOR_EACH_CLASS =
      "regressions inside the model given one probability output for each class, as the transpiler"
          + " takes any other number for votes";

  static final String CLASSES_LISTED =
      "classes listed for trees inside the model, without which the transpiler fails: ";

  @Test
  void bagged_trees_are_translated_as_one_ensemble() throws IOException {
    Golden.of("bagged_trees")
        .fails()
        .isRepaired(
            "outputs of single trees dropped, which nobody reads and for which the transpiler would"
                + " have left the ensemble to the interpreter");
  }

  @Test
  void a_forest_in_a_stack_knows_its_classes() throws IOException {
    Golden.of("stacked_trees").fails().isRepaired(CLASSES_LISTED + "1", ONE_FOR_EACH_CLASS);
  }

  @Test
  void a_boosted_model_in_a_stack_defines_no_output_twice() throws IOException {
    Golden.of("stacked_boosting")
        .fails()
        .isRepaired(
            CLASSES_LISTED + "1",
            "outputs of models inside the model renamed, which nobody reads and which the"
                + " transpiler would have defined twice: 2");
  }

  @Test
  void one_regression_versus_the_rest_has_probabilities() throws IOException {
    Golden.of("one_versus_rest").fails().isRepaired(ONE_FOR_EACH_CLASS);
  }

  @Test
  void one_tree_versus_the_rest_knows_its_classes() throws IOException {
    Golden.of("one_versus_rest_trees").fails().isRepaired(CLASSES_LISTED + "3");
  }
}
