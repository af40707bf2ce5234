package io.scorejar.transpiler.compiled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.compiler.NotCompiled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompiledAnswersTest {

  private static final int ROWS = 600;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "array_names",
        "bagged_trees",
        "case_twins",
        "casts_inside",
        "category_order",
        "constant",
        "default_children",
        "default_children_categories",
        "fractional_categories_in_map",
        "fractional_categories_in_regression",
        "fractional_categories_in_tree",
        "missing_in_boosting",
        "missing_in_forest",
        "missing_in_regression",
        "missing_in_regression_tree",
        "missing_in_tree",
        "no_java_names",
        "one_hot_signs",
        "one_versus_rest",
        "one_versus_rest_trees",
        "plain"
      })
  void converted_pipelines_answer_as_the_interpreter_does(String name) {
    Compared compared = Compared.on(content("/repair/" + name), ROWS).mostly(0.5, ROWS);
    assertEquals(0, compared.refusedByProgramOnly());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boosting_of_mixed",
        "boosting_of_ordinals",
        "boosting_of_power",
        "clusters",
        "forest",
        "isolation",
        "network",
        "network_regression",
        "several_targets",
        "stack",
        "vectors",
        "vectors_regression",
        "votes"
      })
  void models_of_every_kind_answer_as_the_interpreter_does(String name) {
    Compared compared = Compared.on(content("/compiled/" + name), ROWS).mostly(0.3, ROWS);
    assertTrue(compared.refusedByProgramOnly() < ROWS / 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"boosting_of_mixed", "boosting_of_ordinals", "forest", "stack"})
  void models_that_compute_in_float_answer_as_the_interpreter_does(String name) {
    String xml = new String(content("/compiled/" + name), StandardCharsets.UTF_8);
    String inFloat = xml.replace("functionName=", "x-mathContext=\"float\" functionName=");
    Compared.on(inFloat.getBytes(StandardCharsets.UTF_8), ROWS).mostly(0.5, ROWS);
  }

  @Test
  void infinities_that_make_a_number_undefined_are_refused_and_nothing_else() {
    Compared compared = Compared.on(content("/repair/stacked_trees"), ROWS).mostly(0.7, ROWS);
    assertTrue(compared.refusedByProgramOnly() < ROWS / 10);
  }

  @Test
  void dates_and_what_replaces_them_answer_as_the_interpreter_does() {
    Compared compared = Compared.on(content("/compiled/dates"), ROWS).mostly(0.9, ROWS);
    assertEquals(0, compared.refusedByProgramOnly());
  }

  @ParameterizedTest
  @ValueSource(ints = {7, -7, 1, 2147483647, -2147483648})
  void remainders_of_integers_answer_as_the_interpreter_does(int divisor) {
    String xml =
        """
        <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
          <DataDictionary>
            <DataField name="x" optype="continuous" dataType="double"/>
            <DataField name="y" optype="continuous" dataType="double"/>
          </DataDictionary>
          <TransformationDictionary>
            <DerivedField name="rest" optype="continuous" dataType="double">
              <Apply function="modulo"><Apply function="floor"><FieldRef field="x"/></Apply>
                <Constant dataType="integer">%d</Constant></Apply>
            </DerivedField>
          </TransformationDictionary>
          <RegressionModel functionName="regression">
            <MiningSchema><MiningField name="x" invalidValueTreatment="asIs"/>
              <MiningField name="y" usageType="target"/></MiningSchema>
            <RegressionTable intercept="0.5">
              <NumericPredictor name="rest" coefficient="1"/>
              <NumericPredictor name="x" coefficient="0.25"/>
            </RegressionTable>
          </RegressionModel></PMML>"""
            .formatted(divisor);
    Compared.on(xml.getBytes(StandardCharsets.UTF_8), ROWS).mostly(0.3, ROWS);
  }

  @Test
  void the_nearest_cluster_tells_how_near_it_is() {
    String xml = new String(content("/compiled/clusters"), StandardCharsets.UTF_8);
    String output =
        "<OutputField name=\"how near\" feature=\"clusterAffinity\" dataType=\"double\"/></Output>";
    byte[] more = xml.replace("</Output>", output).getBytes(StandardCharsets.UTF_8);
    assertTrue(more.length > xml.length());
    Compared.on(more, ROWS).mostly(0.3, ROWS);
  }

  @Test
  void a_chain_whose_missing_prediction_jpmml_does_not_see_is_named() {
    NotCompiled e =
        assertThrows(NotCompiled.class, () -> Compared.on(content("/repair/stacked_boosting"), 1));
    assertEquals("Segment: its prediction may be missing and has no target", e.getMessage());
  }

  @Test
  void what_is_not_taken_is_named() {
    NotCompiled e =
        assertThrows(NotCompiled.class, () -> Compared.on(content("/repair/calibrated"), 1));
    assertEquals(
        "Segment: its categories have another type than those of the model", e.getMessage());
  }

  @Test
  void a_layer_without_neurons_is_named() {
    String xml = new String(content("/compiled/network"), StandardCharsets.UTF_8);
    byte[] empty =
        xml.replaceFirst("(?s)(<NeuralLayer[^>]*>).*?</NeuralLayer>", "$1</NeuralLayer>")
            .getBytes(StandardCharsets.UTF_8);
    NotCompiled e = assertThrows(NotCompiled.class, () -> Compared.on(empty, 1));
    assertEquals("NeuralLayer: it has no neurons", e.getMessage());
  }

  @Test
  void a_machine_without_coefficients_is_named() {
    String xml = new String(content("/compiled/vectors"), StandardCharsets.UTF_8);
    byte[] without =
        xml.replaceFirst("(?s)<Coefficients .*?</Coefficients>", "")
            .getBytes(StandardCharsets.UTF_8);
    NotCompiled e = assertThrows(NotCompiled.class, () -> Compared.on(without, 1));
    assertEquals("SupportVectorMachine: expected support vectors and coefficients", e.getMessage());
  }

  @Test
  void a_category_with_several_tables_is_named() {
    String xml = new String(content("/repair/stacked_trees"), StandardCharsets.UTF_8);
    byte[] twice =
        xml.replaceFirst("(?s)(<RegressionTable .*?</RegressionTable>)", "$1$1")
            .getBytes(StandardCharsets.UTF_8);
    NotCompiled e = assertThrows(NotCompiled.class, () -> Compared.on(twice, 1));
    assertEquals("RegressionTable: 'a' has several", e.getMessage());
  }

  private static byte[] content(String name) {
    try (InputStream file = CompiledAnswersTest.class.getResourceAsStream(name + ".pmml")) {
      return Objects.requireNonNull(file, name).readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
