package io.scorejar.transpiler.compiled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.scorejar.compiler.NotCompiled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainsTest {

  private static final int ROWS = 400;

  private static final String FIELDS =
      """
      <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
      <DataDictionary>
        <DataField name="t" optype="continuous" dataType="double"/>
        <DataField name="u" optype="continuous" dataType="double"/>
        <DataField name="x" optype="continuous" dataType="double"/>
        <DataField name="y" optype="continuous" dataType="double"/>
      </DataDictionary>
      """;

  private static final String ABOVE =
      "<SimplePredicate field=\"first\" operator=\"greaterThan\" value=\"0.5\"/>";

  private static final String BELOW =
      "<SimplePredicate field=\"first\" operator=\"lessOrEqual\" value=\"0.25\"/>";

  @ParameterizedTest
  @ValueSource(strings = {"continue", "returnMissing"})
  void the_last_model_of_a_chain_that_takes_part_answers(String treatment) {
    String segments =
        segment("<True/>", tree("first"))
            + segment(ABOVE, line("second", "first", 2))
            + segment(BELOW, line("third", "first", -3));
    Compared compared = chain("modelChain", treatment, segments, List.of()).mostly(0.6, ROWS);
    assertEquals(0, compared.refusedByProgramOnly());
  }

  @Test
  void a_chain_of_which_no_model_takes_part_has_no_answer() {
    String far = "<SimplePredicate field=\"x\" operator=\"greaterThan\" value=\"1\"/>";
    Compared compared =
        chain("modelChain", "continue", segment(far, line("second", "y", 2)), List.of());
    assertEquals(0, compared.mostly(0.6, ROWS).refusedByProgramOnly());
  }

  @Test
  void a_model_that_reads_the_output_of_one_that_took_no_part_refuses_the_row() {
    String far = "<SimplePredicate field=\"x\" operator=\"greaterThan\" value=\"0\"/>";
    String segments = segment(far, tree("first")) + segment("<True/>", line("second", "first", 2));
    Compared compared = chain("modelChain", "continue", segments, List.of()).mostly(0.2, ROWS);
    assertEquals(0, compared.refusedByProgramOnly());
    assertEquals(compared.refusedByInterpreter(), compared.refusedByBoth());
  }

  @Test
  void models_of_several_targets_answer_where_they_take_part() {
    String segments =
        segment("<True/>", tree("first")) + segment(ABOVE, line("second", "first", 2, "u"));
    chain("x-multiModelChain", "continue", segments, List.of("u")).mostly(0.6, ROWS);
  }

  @Test
  void outputs_of_the_selected_model_are_those_of_the_chain() {
    String near = "<SimplePredicate field=\"x\" operator=\"lessThan\" value=\"0.3\"/>";
    String segments = segment(near, tree("first")) + segment("<True/>", line("first", "y", 2));
    Compared compared = chain("selectFirst", "skipSegment", segments, List.of());
    assertEquals(0, compared.mostly(0.6, ROWS).refusedByProgramOnly());
  }

  @ParameterizedTest
  @ValueSource(strings = {"modelChain", "selectFirst"})
  void segments_that_predict_another_target_than_the_model_are_named(String method) {
    String unnamed = "<MiningField name=\"t\" usageType=\"target\"/>";
    String asInput = "<MiningField name=\"t\"/>";
    for (String instead : List.of("", asInput)) {
      String other = line("second", "x", 2).replace(unnamed, instead);
      NotCompiled e =
          assertThrows(
              NotCompiled.class,
              () -> chain(method, "returnMissing", segment("<True/>", other), List.of()));
      assertEquals("MiningModel: its segments predict another target than it does", e.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"modelChain", "selectFirst"})
  void a_chain_in_a_chain_whose_missing_prediction_jpmml_does_not_see_is_named(String method) {
    String inner = mining("modelChain", "continue", segment("<True/>", tree("first")), List.of());
    String unnamed = inner.replace("<MiningField name=\"t\" usageType=\"target\"/>", "");
    String last = segment("<True/>", line("second", "x", 2));
    NotCompiled e =
        assertThrows(
            NotCompiled.class,
            () -> chain(method, "returnMissing", segment("<True/>", unnamed) + last, List.of()));
    assertEquals("Segment: its prediction may be missing and has no target", e.getMessage());
  }

  private static Compared chain(
      String method, String treatment, String segments, List<String> targets) {
    String xml = FIELDS + mining(method, treatment, segments, targets) + "</PMML>";
    return Compared.on(xml.getBytes(StandardCharsets.UTF_8), ROWS);
  }

  private static String mining(
      String method, String treatment, String segments, List<String> targets) {
    StringBuilder xml = new StringBuilder();
    xml.append("<MiningModel functionName=\"regression\">").append(schema("t", "x", "y", targets));
    xml.append(
        "<Segmentation multipleModelMethod=\"%s\" missingPredictionTreatment=\"%s\">"
            .formatted(method, treatment));
    return xml.append(segments).append("</Segmentation></MiningModel>").toString();
  }

  private static String schema(String target, String one, String other, List<String> targets) {
    StringBuilder xml = new StringBuilder("<MiningSchema>");
    xml.append("<MiningField name=\"%s\" usageType=\"target\"/>".formatted(target));
    for (String more : targets) {
      xml.append("<MiningField name=\"%s\" usageType=\"target\"/>".formatted(more));
    }
    xml.append("<MiningField name=\"%s\"/>".formatted(one));
    xml.append(one.equals(other) ? "" : "<MiningField name=\"%s\"/>".formatted(other));
    return xml.append("</MiningSchema>").toString();
  }

  private static String segment(String predicate, String model) {
    return "<Segment>" + predicate + model + "</Segment>";
  }

  private static String output(String name) {
    return "<Output><OutputField name=\"%s\" optype=\"continuous\" dataType=\"double\"/></Output>"
        .formatted(name);
  }

  private static String line(String output, String field, double coefficient) {
    return line(output, field, coefficient, "t");
  }

  private static String line(String output, String field, double coefficient, String target) {
    return "<RegressionModel functionName=\"regression\">"
        + schema(target, field, "y", List.of())
        + output(output)
        + "<RegressionTable intercept=\"0.125\"><NumericPredictor name=\"%s\" coefficient=\"%s\"/>"
            .formatted(field, coefficient)
        + "</RegressionTable></RegressionModel>";
  }

  private static String tree(String output) {
    return "<TreeModel functionName=\"regression\" missingValueStrategy=\"nullPrediction\">"
        + schema("t", "x", "y", List.of())
        + output(output)
        + """
        <Node score="0"><True/>
          <Node score="0.75"><SimplePredicate field="x" operator="lessThan" value="-0.5"/></Node>
          <Node score="0.1"><SimplePredicate field="y" operator="lessThan" value="0.5"/></Node>
          <Node score="0.375"><True/></Node>
        </Node></TreeModel>
        """;
  }
}
