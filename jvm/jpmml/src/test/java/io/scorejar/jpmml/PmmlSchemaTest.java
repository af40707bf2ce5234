package io.scorejar.jpmml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.scorejar.BadModelException;
import io.scorejar.Input;
import io.scorejar.Output;
import io.scorejar.Range;
import io.scorejar.Rule;
import io.scorejar.Schema;
import io.scorejar.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PmmlSchemaTest {

  private static String refusal(byte[] xml) {
    return assertThrows(BadModelException.class, () -> Documents.schema(xml)).getMessage();
  }

  private static List<Output> outputs(byte[] xml) {
    return Documents.schema(xml).outputs();
  }

  @Test
  void inputs_are_the_active_fields_in_the_order_of_the_mining_schema() {
    Schema schema = Documents.schema(Documents.xml("credit.pmml"));
    assertEquals(
        List.of(
            new Input("debt", Type.DOUBLE, List.of(), Rule.ACCEPTED, Rule.ACCEPTED),
            new Input("job", Type.STRING, List.of("clerk", "nurse"), Rule.ACCEPTED, Rule.REFUSED),
            new Input(
                "age", Type.DOUBLE, List.of(), Rule.REFUSED, Rule.ACCEPTED, new Range(0, 120)),
            new Input("house", Type.STRING, List.of("own", "rent"), Rule.ACCEPTED, Rule.ACCEPTED),
            new Input(
                "rooms",
                Type.INTEGER,
                List.of(1L, 2L),
                Rule.ACCEPTED,
                Rule.ACCEPTED,
                new Range(Integer.MIN_VALUE, Integer.MAX_VALUE))),
        schema.inputs());
  }

  @Test
  void outputs_are_the_final_ones_and_then_the_target() {
    assertEquals(
        List.of(
            new Output("probability(0)", Type.DOUBLE, List.of()),
            new Output("probability(1)", Type.DOUBLE, List.of()),
            new Output("y", Type.INTEGER, List.of(0L, 1L))),
        outputs(Documents.xml("credit.pmml")));
  }

  @Test
  void a_chain_offers_the_outputs_of_its_last_segment() {
    assertEquals(
        List.of(
            new Output("p(no)", Type.DOUBLE, List.of()),
            new Output("p(yes)", Type.DOUBLE, List.of()),
            new Output("y", Type.STRING, List.of("no", "yes"))),
        outputs(Documents.xml("chain.pmml")));
  }

  @Test
  void clusters_are_the_categories_of_the_answer() {
    assertEquals(
        List.of(new Output("cluster", Type.STRING, List.of("near", "far"))),
        outputs(Documents.xml("clusters.pmml")));
  }

  @Test
  void a_model_without_target_and_outputs_answers_a_prediction() {
    byte[] xml =
        Documents.changed("dates.pmml", "<MiningField name=\"value\" usageType=\"target\"/>", "");
    assertEquals(List.of(new Output("prediction", Type.DOUBLE, List.of())), outputs(xml));
  }

  @Test
  void an_output_that_only_tells_the_prediction_stands_for_a_target_without_a_name() {
    byte[] xml =
        Documents.changed(
            "dates.pmml",
            "<MiningField name=\"value\" usageType=\"target\"/>",
            "",
            "<RegressionTable intercept",
            "<Output><OutputField name='worth' dataType='double'/></Output><RegressionTable intercept");
    assertEquals(List.of(new Output("worth", Type.DOUBLE, List.of())), outputs(xml));
  }

  @Test
  void dates_and_times_are_inputs_like_others() {
    assertEquals(
        List.of(Type.DATE, Type.DATE_TIME, Type.TIME, Type.BOOLEAN, Type.INTEGER),
        Documents.schema(Documents.xml("dates.pmml")).inputs().stream().map(Input::type).toList());
  }

  @Test
  void a_data_type_that_rows_do_not_have_is_refused() {
    assertEquals(
        "born: expected a data type such as double or string, got dateDaysSince[1970]",
        refusal(
            Documents.changed(
                "dates.pmml",
                "name=\"born\" optype=\"ordinal\" dataType=\"date\"",
                "name=\"born\" optype=\"continuous\" dataType=\"dateDaysSince[1970]\"")));
  }

  @Test
  void a_field_that_does_not_say_its_data_type_is_refused() {
    assertEquals(
        "x: expected a data type such as double or string, got none",
        refusal(Documents.changed("clusters.pmml", " dataType=\"double\"", "")));
  }

  @Test
  void a_field_that_the_data_dictionary_does_not_have_is_refused() {
    assertEquals(
        "expected PMML that can be scored, got a defect: Field \"z\" is not defined",
        refusal(
            Documents.changed(
                "clusters.pmml", "<MiningField name=\"x\"/>", "<MiningField name=\"z\"/>")));
  }

  @Test
  void a_value_that_a_document_lists_twice_is_one_category() {
    byte[] xml =
        Documents.changed("credit.pmml", "<Value value=\"rent\"/>", "<Value value=\"own\"/>");
    assertEquals(List.of("own"), Documents.schema(xml).inputs().get(3).categories());
  }
}
