package io.scorejar.jpmml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.scorejar.Input;
import io.scorejar.InvalidRowException;
import io.scorejar.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.MiningSchema;
import org.dmg.pmml.PMML;
import org.junit.jupiter.api.Test;

/** A model that lost an input on its way through the transpiler, because it does not read it. */
final class InputNamesTest {

  private static final byte[] WITH_HAT =
      Documents.changed(
          "credit.pmml",
          "<DataField name=\"age\"",
          "<DataField name=\"hat\" optype=\"continuous\" dataType=\"double\"/><DataField"
              + " name=\"age\"",
          "<MiningField name=\"job\"/>",
          "<MiningField name=\"hat\"/><MiningField name=\"job\"/>");

  private static final Schema SCHEMA = Documents.schema(WITH_HAT);

  private static JpmmlScorer scorer() {
    PMML pmml = Pmml.read(WITH_HAT);
    InputNames.note(pmml);
    MiningSchema fields = pmml.getModels().get(0).requireMiningSchema();
    fields.getMiningFields().removeIf(field -> "hat".equals(field.requireName()));
    return JpmmlScorer.of(SCHEMA, Evaluators.of(pmml));
  }

  private static Map<String, Object> row(Object age) {
    Map<String, Object> row = new HashMap<>();
    row.putAll(Map.of("debt", 10.0, "hat", 7.0, "job", "nurse", "house", "own", "rooms", 2));
    row.put("age", age);
    return row;
  }

  @Test
  void a_row_has_a_place_for_every_input_of_the_schema() {
    assertEquals(
        List.of("debt", "hat", "job", "age", "house", "rooms"),
        SCHEMA.inputs().stream().map(Input::name).toList());
    assertEquals(Documents.scorer(WITH_HAT).score(row(30.0)), scorer().score(row(30.0)));
    double[] answer = new double[3];
    scorer().score(new double[] {10, 7, 1, 30, 0, 2}, answer);
    assertEquals(0.6, answer[0]);
  }

  @Test
  void a_value_that_the_model_refuses_is_told_under_its_own_column() {
    String told =
        assertThrows(InvalidRowException.class, () -> scorer().score(row(-1.0))).getMessage();
    assertEquals(
        assertThrows(InvalidRowException.class, () -> Documents.scorer(WITH_HAT).score(row(-1.0)))
            .getMessage(),
        told);
  }
}
