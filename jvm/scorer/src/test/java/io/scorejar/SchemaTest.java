package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SchemaTest {

  private static final Schema SCHEMA = TestModel.schema();

  private static String refused(Map<String, ?> row) {
    String message = assertThrows(InvalidRowException.class, () -> SCHEMA.encode(row)).getMessage();
    assertEquals(
        message, assertThrows(InvalidRowException.class, () -> SCHEMA.values(row)).getMessage());
    return message;
  }

  @Test
  void rowsFollowTheOrderOfTheInputs() {
    assertArrayEquals(new double[] {31.5, 1}, SCHEMA.encode(Map.of("job", "nurse", "age", 31.5)));
    assertEquals(1, SCHEMA.input("job"));
    assertEquals(-1, SCHEMA.input("jobs"));
  }

  @Test
  void absentAndNullAreMissing() {
    assertArrayEquals(new double[] {Double.NaN, 0}, SCHEMA.encode(Map.of("job", "clerk")));
    Map<String, Object> row = new HashMap<>();
    row.put("age", null);
    assertArrayEquals(new double[] {Double.NaN, Double.NaN}, SCHEMA.encode(row));
  }

  @Test
  void unknownNamesAreRefusedWithTheNearestKnownOne() {
    assertEquals("unknown field 'agee' (expected 'age')", refused(Map.of("agee", 1)));
    assertEquals("unknown field 'AGE' (expected 'age')", refused(Map.of("AGE", 1, "job", "clerk")));
    assertEquals(
        "unknown field 'salary' (expected one of 'age', 'job')", refused(Map.of("salary", 1)));
    Schema wide =
        TestModel.schema(
            TestModel.number("a"),
            TestModel.number("b"),
            TestModel.number("c"),
            TestModel.number("d"));
    assertEquals(
        "unknown field 'salary' (expected one of 'a', 'b', 'c', … (4 in all))",
        assertThrows(InvalidRowException.class, () -> wide.encode(Map.of("salary", 1)))
            .getMessage());
  }

  @Test
  void answersAreNamedInTheOrderOfTheOutputs() {
    Map<String, Object> answer = SCHEMA.decode(new double[] {0.25, 1});
    assertEquals("{score=0.25, label=high}", answer.toString());
    assertEquals(
        "{score=null, label=null}",
        SCHEMA.decode(new double[] {Double.NaN, Double.NaN}).toString());
  }

  @Test
  void numericMeansThatEveryColumnHasADouble() {
    assertTrue(SCHEMA.numeric());
    assertFalse(TestModel.schema(TestModel.text("note", Rule.ACCEPTED)).numeric());
    Output free = new Output("reason", Type.STRING, List.of());
    assertFalse(new Schema(List.of(TestModel.number("age")), List.of(free)).numeric());
  }

  @Test
  void theIdChangesWithAnythingInTheSchema() {
    assertEquals(SCHEMA.id(), TestModel.schema().id());
    assertEquals(SCHEMA, TestModel.schema());
    Schema other =
        TestModel.schema(
            TestModel.number("age"), TestModel.text("job", Rule.REFUSED, "nurse", "clerk"));
    assertNotEquals(SCHEMA.id(), other.id());
    assertNotEquals(SCHEMA, other);
    assertTrue(SCHEMA.id() > 0 && SCHEMA.id() <= 1L << 53);
  }

  @Test
  void jsonHoldsTheWholeSchema() {
    Schema all =
        new Schema(
            Arrays.stream(Type.values())
                .map(
                    type ->
                        new Input(type.pmmlName(), type, List.of(), Rule.REFUSED, Rule.ACCEPTED))
                .toList(),
            List.of(new Output("y", Type.DATE, List.of("2026-01-31"))));
    assertEquals(all, Schema.fromJson(all.toJson()));
    assertEquals(SCHEMA, Schema.fromJson(SCHEMA.toJson()));
  }

  private static Schema ranged(Range range) {
    return TestModel.schema(
        new Input("age", Type.DOUBLE, List.of(), Rule.ACCEPTED, Rule.ACCEPTED, range));
  }

  @Test
  void jsonHoldsRangesWithNullForNoBound() {
    Schema ages = ranged(new Range(0.5, Double.POSITIVE_INFINITY));
    assertTrue(ages.toJson().toString().contains("range=[0.5, null]"));
    assertEquals(ages, Schema.fromJson(ages.toJson()));
    assertEquals(ranged(Range.FINITE), Schema.fromJson(ranged(Range.FINITE).toJson()));
    assertFalse(ranged(Range.ALL).toJson().toString().contains("range"));
    assertNotEquals(ages.id(), ranged(Range.ALL).id());
  }

  @Test
  void rowsOfDoublesAreCheckedForTheirRange() {
    Schema ages = ranged(Range.FINITE);
    ages.check(new double[] {7, 1, Double.NaN}, 1);
    assertEquals(
        "age: expected a finite number, got Infinity",
        assertThrows(
                InvalidRowException.class,
                () -> ages.check(new double[] {0, Double.POSITIVE_INFINITY}, 1))
            .getMessage());
  }

  @Test
  void namesStandThereOnce() {
    assertEquals(
        "schema: expected each name once, got 'a' twice",
        assertThrows(
                BadModelException.class,
                () -> TestModel.schema(TestModel.number("a"), TestModel.number("a")))
            .getMessage());
    assertEquals(
        "schema: expected at least one output, got none",
        assertThrows(BadModelException.class, () -> new Schema(List.of(), List.of())).getMessage());
  }

  @Test
  void wrongLengthsAreRefused() {
    assertEquals(
        "row: expected 2 values, got 1",
        assertThrows(
                InvalidRowException.class, () -> SCHEMA.checkLengths(new double[1], new double[2]))
            .getMessage());
    assertEquals(
        "rows: expected 3 rows of 2 values, got 5 values",
        assertThrows(
                InvalidRowException.class,
                () -> SCHEMA.checkLengths(new double[5], 3, new double[6]))
            .getMessage());
    assertEquals(
        "answers: expected room for 6 values, got 5",
        assertThrows(
                IllegalArgumentException.class,
                () -> SCHEMA.checkLengths(new double[6], 3, new double[5]))
            .getMessage());
    assertEquals(
        "count: expected 0 or more, got -1",
        assertThrows(
                IllegalArgumentException.class,
                () -> SCHEMA.checkLengths(new double[6], -1, new double[5]))
            .getMessage());
  }
}
