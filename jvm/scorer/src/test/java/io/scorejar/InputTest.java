package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InputTest {

  private static final List<Object> JOBS = List.of("clerk", "nurse", "cook");

  private static Input of(Type type) {
    return new Input("x", type, List.of(), Rule.ACCEPTED, Rule.ACCEPTED);
  }

  private static Input job(Rule unseen) {
    return new Input("job", Type.STRING, JOBS, Rule.ACCEPTED, unseen);
  }

  private static void refuses(String message, Input input, Object given) {
    assertEquals(
        message, assertThrows(InvalidRowException.class, () -> input.encode(given)).getMessage());
  }

  private static void refusesNumber(String message, Input input, double given) {
    assertEquals(
        message, assertThrows(InvalidRowException.class, () -> input.decode(given)).getMessage());
    assertEquals(
        message, assertThrows(InvalidRowException.class, () -> input.check(given)).getMessage());
  }

  @Test
  void numbersOfAnyClassAreDoubles() {
    assertEquals(31.5, of(Type.DOUBLE).encode(31.5));
    assertEquals(31, of(Type.DOUBLE).encode(31));
    assertEquals(31.25, of(Type.DOUBLE).encode(new BigDecimal("31.25")));
    assertEquals(Double.POSITIVE_INFINITY, of(Type.DOUBLE).encode(Double.POSITIVE_INFINITY));
    assertEquals(0.1f, of(Type.FLOAT).encode(0.1));
    assertEquals(0.1f, of(Type.FLOAT).decode(0.1));
  }

  @Test
  void numbersAsTextAreRefused() {
    refuses("x: expected double, got '31.5'", of(Type.DOUBLE), "31.5");
    refuses("x: expected integer, got 'abc'", of(Type.INTEGER), "abc");
    refuses("x: expected double, got true", of(Type.DOUBLE), true);
    refuses("x: expected float, got a list", of(Type.FLOAT), List.of(1));
    refuses("x: expected double, got an object", of(Type.DOUBLE), Map.of());
  }

  @Test
  void integersAreWholeAndHaveADouble() {
    assertEquals(7L, of(Type.INTEGER).value(7));
    assertEquals(7L, of(Type.INTEGER).value(7.0));
    assertEquals(1L << 53, of(Type.INTEGER).value(1L << 53));
    refuses("x: expected integer, got 1.5", of(Type.INTEGER), 1.5);
    refuses("x: expected integer, got 9007199254740993", of(Type.INTEGER), (1L << 53) + 1);
    refuses("x: expected integer, got Infinity", of(Type.INTEGER), Double.POSITIVE_INFINITY);
    refuses(
        "x: expected integer, got 18446744073709551617",
        of(Type.INTEGER),
        BigInteger.ONE.shiftLeft(64).add(BigInteger.ONE));
    refusesNumber("x: expected integer, got 1.5", of(Type.INTEGER), 1.5);
  }

  @Test
  void booleansMayBeZeroAndOne() {
    assertEquals(1, of(Type.BOOLEAN).encode(true));
    assertEquals(0, of(Type.BOOLEAN).encode(0));
    assertEquals(true, of(Type.BOOLEAN).decode(1));
    refuses("x: expected boolean, got 2", of(Type.BOOLEAN), 2);
    refuses("x: expected boolean, got 'true'", of(Type.BOOLEAN), "true");
    refusesNumber("x: expected 0 or 1, got 0.5", of(Type.BOOLEAN), 0.5);
  }

  @Test
  void stringsAreTheirCategorysIndex() {
    assertEquals(1, job(Rule.REFUSED).encode("nurse"));
    assertEquals(-1, job(Rule.ACCEPTED).encode("pilot"));
    assertEquals("pilot", job(Rule.ACCEPTED).value("pilot"));
    assertEquals("cook", job(Rule.REFUSED).decode(2));
    assertEquals(Input.UNSEEN, job(Rule.ACCEPTED).decode(-1));
    refuses("job: expected string, got 3", job(Rule.REFUSED), 3);
  }

  @Test
  void unseenValuesAreRefusedWhereTheRuleSaysSo() {
    refuses(
        "job: expected one of 'clerk', 'nurse', 'cook', got 'pilot'", job(Rule.REFUSED), "pilot");
    refusesNumber(
        "job: expected one of 'clerk', 'nurse', 'cook', got none of them", job(Rule.REFUSED), -1);
    Input flag = new Input("flag", Type.INTEGER, List.of(0, 1), Rule.ACCEPTED, Rule.REFUSED);
    refuses("flag: expected one of 0, 1, got 3", flag, 3);
    refusesNumber("flag: expected one of 0, 1, got 3.0", flag, 3);
    Input zero = new Input("zero", Type.DOUBLE, List.of(0.0), Rule.ACCEPTED, Rule.REFUSED);
    assertEquals(-0.0, zero.encode(-0.0));
    refuses("zero: expected 0.0, got 1", zero, 1);
  }

  @Test
  void longListsOfCategoriesAreCut() {
    List<Object> many = List.copyOf(IntStream.range(0, 12).mapToObj(i -> "job " + i).toList());
    refuses(
        "job: expected one of 'job 0', 'job 1', … (12 in all), got 'pilot'",
        new Input("job", Type.STRING, many, Rule.ACCEPTED, Rule.REFUSED),
        "pilot");
  }

  @Test
  void codesOutOfRangeAreRefused() {
    refusesNumber("job: expected a category code from 0 to 2, got 3.0", job(Rule.ACCEPTED), 3);
    refusesNumber("job: expected a category code from 0 to 2, got 0.5", job(Rule.ACCEPTED), 0.5);
    refusesNumber("job: expected a category code from 0 to 2, got -2.0", job(Rule.REFUSED), -2);
  }

  @Test
  void missingIsNullOrNaN() {
    assertEquals(Double.NaN, of(Type.DOUBLE).encode(null));
    assertEquals(Double.NaN, of(Type.STRING).encode(Float.NaN));
    assertNull(of(Type.DATE).value(Double.NaN));
    assertNull(job(Rule.REFUSED).decode(Double.NaN));
  }

  @Test
  void missingIsRefusedWhereTheRuleSaysSo() {
    Input age = new Input("age", Type.DOUBLE, List.of(), Rule.REFUSED, Rule.ACCEPTED);
    refuses("age: expected a value, got none", age, null);
    refuses("age: expected a value, got none", age, Double.NaN);
    refusesNumber("age: expected a value, got none", age, Double.NaN);
  }

  private static Input age(double low, double high) {
    Range range = new Range(low, high);
    return new Input("age", Type.DOUBLE, List.of(), Rule.ACCEPTED, Rule.ACCEPTED, range);
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    Input age = age(0, 150);
    assertEquals(-0.0, age.encode(-0.0));
    assertEquals(150L, age.encode(150));
    assertEquals(Double.NaN, age.encode(null));
    refuses("age: expected a number from 0.0 to 150.0, got 151", age, 151);
    refusesNumber(
        "age: expected a number from 0.0 to 150.0, got -4.9E-324", age, -Double.MIN_VALUE);
    refusesNumber(
        "age: expected a number from 0.0, got -1.0", age(0, Double.POSITIVE_INFINITY), -1);
    assertEquals(Double.POSITIVE_INFINITY, age(0, Double.POSITIVE_INFINITY).decode(1 / 0.0));
  }

  @Test
  void infinitiesAreRefusedWhereOnlyFiniteNumbersAreTaken() {
    Input age = age(-Double.MAX_VALUE, Double.MAX_VALUE);
    refuses("age: expected a finite number, got Infinity", age, Float.POSITIVE_INFINITY);
    refusesNumber("age: expected a finite number, got -Infinity", age, Double.NEGATIVE_INFINITY);
  }

  @Test
  void aFloatIsComparedAsItWasGiven() {
    // 1e39 is a double, but as a float it would be infinite.
    Input size =
        new Input(
            "size", Type.FLOAT, List.of(), Rule.ACCEPTED, Rule.ACCEPTED, new Range(-1e38, 1e38));
    refuses("size: expected a number from -1.0E38 to 1.0E38, got 1.0E39", size, 1e39);
    assertEquals(0.1f, size.value(0.1));
  }

  @Test
  void aRangeHoldsANumberAndIsOfNumbers() {
    assertEquals(
        "expected a range from a number to one not below it, got 1.0 to 0.0",
        assertThrows(BadModelException.class, () -> new Range(1, 0)).getMessage());
    assertThrows(BadModelException.class, () -> new Range(Double.NaN, 0));
    assertThrows(BadModelException.class, () -> new Range(1 / 0.0, 1 / 0.0));
    assertEquals(
        "expected a range for numbers alone, got one for 'x' date",
        assertThrows(
                BadModelException.class,
                () ->
                    new Input(
                        "x", Type.DATE, List.of(), Rule.ACCEPTED, Rule.ACCEPTED, Range.FINITE))
            .getMessage());
  }

  @Test
  void datesAreDaysAndSeconds() {
    assertEquals(1, of(Type.DATE).encode("1970-01-02"));
    assertEquals(-1, of(Type.DATE).encode(LocalDate.of(1969, 12, 31)));
    assertEquals(LocalDate.of(2026, 1, 31), of(Type.DATE).decode(20484));
    assertEquals(60.5, of(Type.DATE_TIME).encode("1970-01-01T00:01:00.5"));
    assertEquals(
        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 250_000_000), of(Type.DATE_TIME).decode(-0.75));
    assertEquals(3661, of(Type.TIME).encode(LocalTime.of(1, 1, 1)));
    assertEquals(LocalTime.of(1, 1, 1), of(Type.TIME).decode(3661));
  }

  @Test
  void momentsSurviveAsDoublesToTheMicrosecond() {
    LocalDateTime moment = LocalDateTime.of(2026, 1, 31, 12, 30, 15, 123_457_000);
    Input input = of(Type.DATE_TIME);
    assertEquals(moment, input.decode(input.encode(moment)));
  }

  @Test
  void datesThatAreNoneAreRefused() {
    refuses("x: expected date such as 2026-01-31, got '31.1.2026'", of(Type.DATE), "31.1.2026");
    refuses("x: expected date such as 2026-01-31, got 5", of(Type.DATE), 5);
    refuses(
        "x: expected dateTime such as 2026-01-31T12:30:00, got '2026-01-31T12:30:00Z'",
        of(Type.DATE_TIME),
        "2026-01-31T12:30:00Z");
    refusesNumber("x: expected whole days since 1970-01-01, got 0.5", of(Type.DATE), 0.5);
    refusesNumber("x: expected whole days since 1970-01-01, got 1.0E300", of(Type.DATE), 1e300);
    refusesNumber(
        "x: expected seconds since 1970-01-01T00:00:00, got Infinity",
        of(Type.DATE_TIME),
        Double.POSITIVE_INFINITY);
    refusesNumber(
        "x: expected seconds since midnight, below 86400, got 86400.0", of(Type.TIME), 86400);
    refusesNumber("x: expected seconds since midnight, below 86400, got -1.0", of(Type.TIME), -1);
  }

  @Test
  void freeTextHasNoDouble() {
    Input free = of(Type.STRING);
    assertEquals("anything", free.value("anything"));
    refuses("x: expected a row by name, because free text has no double", free, "anything");
    refusesNumber("x: expected a row by name, because free text has no double", free, 1);
  }

  @Test
  void whatIsShownOfAValueIsOneShortLine() {
    refuses("x: expected double, got 'a�b'", of(Type.DOUBLE), "a\nb");
    refuses("x: expected double, got '" + "a".repeat(60) + "…'", of(Type.DOUBLE), "a".repeat(61));
  }

  @Test
  void categoriesAreOfTheTypeAndDistinct() {
    assertEquals(
        "expected categories of type integer, got 'a'",
        assertThrows(
                BadModelException.class,
                () -> new Input("x", Type.INTEGER, List.of("a"), Rule.ACCEPTED, Rule.ACCEPTED))
            .getMessage());
    assertEquals(
        "expected each category once, got 1 twice",
        assertThrows(BadModelException.class, () -> new Output("x", Type.INTEGER, List.of(1, 1.0)))
            .getMessage());
  }
}
