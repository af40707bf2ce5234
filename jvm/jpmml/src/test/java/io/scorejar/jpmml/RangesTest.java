package io.scorejar.jpmml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.InvalidRowException;
import io.scorejar.Range;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMML;
import org.dmg.pmml.Value;
import org.junit.jupiter.api.Test;

final class RangesTest {

  private static final String INTERVAL =
      "<Interval closure=\"closedClosed\" leftMargin=\"0\" rightMargin=\"120\"/>";

  private static Range age(String... replacements) {
    return Documents.schema(Documents.changed("credit.pmml", replacements)).inputs().get(2).range();
  }

  private static Range declared(DataField field, Range range) {
    MiningField rules =
        new MiningField("x").setInvalidValueTreatment(InvalidValueTreatmentMethod.AS_IS);
    Ranges.declare(field, rules, range);
    return Ranges.of(field, rules);
  }

  @Test
  void one_closed_interval_whose_outside_is_invalid_is_a_range() {
    assertEquals(new Range(0, 120), age());
    assertEquals(new Range(0, Double.POSITIVE_INFINITY), age(" rightMargin=\"120\"", ""));
  }

  @Test
  void other_intervals_are_left_to_the_model() {
    assertEquals(Range.ALL, age(INTERVAL, ""));
    assertEquals(Range.ALL, age(INTERVAL, INTERVAL + INTERVAL.replace("\"0\"", "\"110\"")));
    assertEquals(Range.ALL, age("closedClosed", "openClosed"));
    assertEquals(
        Range.ALL,
        age(
            "<MiningField name=\"age\"",
            "<MiningField name=\"age\" invalidValueTreatment=\"asIs\""));
    assertEquals(
        Range.ALL, age(INTERVAL, INTERVAL + "<Value value=\"-999\" property=\"missing\"/>"));
  }

  @Test
  void what_is_declared_is_read_again() {
    DataField free = new DataField("x", OpType.CONTINUOUS, DataType.DOUBLE);
    assertEquals(Range.FINITE, declared(free, Range.FINITE));
    DataField lightgbm =
        new DataField("x", OpType.CONTINUOUS, DataType.DOUBLE)
            .addValues(new Value("NaN").setProperty(Value.Property.MISSING));
    Range ages = new Range(0.1, Double.POSITIVE_INFINITY);
    assertEquals(ages, declared(lightgbm, ages));
    assertEquals(1, lightgbm.getIntervals().size());
  }

  @Test
  void a_field_that_lists_its_values_has_a_range_too() {
    DataField coded =
        new DataField("x", OpType.CATEGORICAL, DataType.DOUBLE).addValues(new Value("1"));
    assertEquals(Range.FINITE, declared(coded, Range.FINITE));
    assertFalse(coded.hasIntervals());
  }

  @Test
  void integers_have_the_32_bits_that_jpmml_gives_them() {
    DataField whole = new DataField("x", OpType.CONTINUOUS, DataType.INTEGER);
    assertEquals(new Range(Integer.MIN_VALUE, Integer.MAX_VALUE), declared(whole, Range.FINITE));
  }

  @Test
  void the_schema_refuses_what_the_model_is_no_longer_asked_about() {
    byte[] xml = Documents.xml("credit.pmml");
    PMML pmml = Pmml.read(xml);
    Ranges.remove(pmml);
    assertTrue(
        pmml.requireDataDictionary().getDataFields().stream().noneMatch(DataField::hasIntervals));
    JpmmlScorer scorer = JpmmlScorer.of(Documents.schema(xml), Evaluators.of(pmml));
    InvalidRowException refused =
        assertThrows(
            InvalidRowException.class,
            () -> scorer.score(Map.of("age", 121, "debt", 1, "job", "nurse")));
    assertEquals("age: expected a number from 0.0 to 120.0, got 121", refused.getMessage());
    assertEquals(
        List.of("probability(0)", "probability(1)", "y"),
        List.copyOf(scorer.score(Map.of("age", 50, "debt", 1, "job", "nurse")).keySet()));
  }
}
