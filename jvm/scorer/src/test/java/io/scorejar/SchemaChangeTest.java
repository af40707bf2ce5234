package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SchemaChangeTest {

  private static final Input AGE = TestModel.number("age");
  private static final Input JOB = TestModel.text("job", Rule.ACCEPTED, "clerk", "nurse");

  private static Input age(Type type, Rule missing) {
    return new Input("age", type, List.of(), missing, Rule.ACCEPTED);
  }

  private static void accepted(Schema from, Schema to) {
    assertEquals(Optional.empty(), SchemaChange.obstacle(from, to));
  }

  private static void refused(String message, Schema from, Schema to) {
    assertEquals(Optional.of(message), SchemaChange.obstacle(from, to));
  }

  private static Schema of(Input... inputs) {
    return TestModel.schema(inputs);
  }

  @Test
  void categoriesOfAnInputMayChange() {
    accepted(of(AGE, JOB), of(AGE, JOB));
    accepted(of(JOB), of(TestModel.text("job", Rule.ACCEPTED, "nurse", "pilot", "cook")));
  }

  @Test
  void rulesMayBecomeMilderButNotStricter() {
    accepted(of(age(Type.DOUBLE, Rule.REFUSED)), of(AGE));
    refused(
        "schema: input 0: expected 'age' double that may be missing as in the version in service,"
            + " got 'age' double that may not",
        of(AGE),
        of(age(Type.DOUBLE, Rule.REFUSED)));
    refused(
        "schema: input 0: expected 'job' string that takes any value as in the version in service,"
            + " got 'job' string that refuses unseen ones",
        of(JOB),
        of(TestModel.text("job", Rule.REFUSED, "clerk", "nurse")));
  }

  private static Input ranged(double low, double high) {
    return new Input(
        "age", Type.DOUBLE, List.of(), Rule.ACCEPTED, Rule.ACCEPTED, new Range(low, high));
  }

  @Test
  void rangesMayBecomeWiderButNotNarrower() {
    accepted(of(ranged(0, 1)), of(AGE));
    accepted(of(ranged(0, 1)), of(ranged(-1, 1)));
    refused(
        "schema: input 0: expected 'age' double that takes a number from 0.0 to 2.0 as in the"
            + " version in service, got 'age' double that takes a number from 0.0 to 1.0",
        of(ranged(0, 2)),
        of(ranged(0, 1)));
    refused(
        "schema: input 0: expected 'age' double that takes any number as in the version in"
            + " service, got 'age' double that takes a finite number",
        of(AGE),
        of(ranged(-Double.MAX_VALUE, Double.MAX_VALUE)));
  }

  @Test
  void whereNumbersOverflowMayChange() {
    accepted(of(ranged(-Double.MAX_VALUE, Double.MAX_VALUE)), of(ranged(-1e306, 1e306)));
    accepted(of(ranged(0, Double.MAX_VALUE)), of(ranged(0, 1e303)));
    accepted(of(ranged(1e300, 1e306)), of(ranged(1e300, 1e303)));
    assertNotEquals(Optional.empty(), SchemaChange.obstacle(of(AGE), of(ranged(-1e306, 1e306))));
    assertNotEquals(
        Optional.empty(),
        SchemaChange.obstacle(of(ranged(-1e306, 1e306)), of(ranged(-1e38, 1e38))));
  }

  @Test
  void inputsKeepNameTypeAndOrder() {
    refused(
        "schema: input 0: expected 'age' double as in the version in service, got 'job' string",
        of(AGE, JOB),
        of(JOB, AGE));
    refused(
        "schema: input 0: expected 'age' double as in the version in service, got 'age' float",
        of(AGE),
        of(age(Type.FLOAT, Rule.ACCEPTED)));
    refused("schema: expected 2 inputs as in the version in service, got 1", of(AGE, JOB), of(AGE));
    refused("schema: expected 1 inputs as in the version in service, got 2", of(AGE), of(AGE, JOB));
    refused(
        "schema: input 0: expected 'job' string with categories as in the version in service,"
            + " got 'job' string without categories",
        of(JOB),
        of(TestModel.text("job", Rule.ACCEPTED)));
  }

  @Test
  void outputsStayTheSameInFull() {
    Output swapped = new Output("label", Type.STRING, List.of("high", "low"));
    refused(
        "schema: output 1: expected 'label' string of [low, high] as in the version in service,"
            + " got 'label' string of [high, low]",
        of(AGE),
        new Schema(List.of(AGE), List.of(TestModel.SCORE, swapped)));
    refused(
        "schema: output 0: expected 'score' double as in the version in service,"
            + " got 'label' string",
        of(AGE),
        new Schema(List.of(AGE), List.of(TestModel.LABEL)));
    refused(
        "schema: expected 2 outputs as in the version in service, got 1",
        of(AGE),
        new Schema(List.of(AGE), List.of(TestModel.SCORE)));
  }
}
