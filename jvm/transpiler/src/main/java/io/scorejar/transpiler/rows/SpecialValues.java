package io.scorejar.transpiler.rows;

import io.scorejar.Input;
import io.scorejar.Type;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Values that implementations treat differently, whatever the model: signed zeros, infinities,
 * numbers that a float, an int or a double cannot tell from their neighbours, markers for missing
 * values, leap days, categories that are almost known.
 */
final class SpecialValues {

  /** What LightGBM takes for zero, as it has it: a float. */
  private static final double LIGHTGBM_ZERO = 1e-35f;

  private static final double[] USUAL = {-100, -1, 0.25, 0.5, 1, 2, 7, 30, 1000};

  private static final double[] HARD = {
    0.0,
    -0.0,
    -999,
    0.1,
    (1 << 24) + 1,
    Integer.MAX_VALUE + 1.0,
    (1L << 53) + 2.0,
    Long.MAX_VALUE,
    Float.MAX_VALUE,
    // The last double that a cast to float keeps finite, and the first that it does not.
    Math.nextDown(3.4028235677973366e38),
    3.4028235677973366e38,
    1e308,
    -1e308,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    Math.nextDown(Double.MIN_NORMAL),
    LIGHTGBM_ZERO,
    Math.nextUp(LIGHTGBM_ZERO),
    -LIGHTGBM_ZERO,
    Math.nextDown(-LIGHTGBM_ZERO),
  };

  private static final long[] WHOLE = {
    0,
    -999,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L + Integer.MAX_VALUE,
    1L << 53,
    (1L << 53) + 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
  };

  private SpecialValues() {}

  /** Values that any number, date or text of real data may be: they fill rows. */
  static List<Object> usual(Input input) {
    return switch (input.type()) {
      case DOUBLE, FLOAT, INTEGER -> numbers(input.type(), USUAL);
      case BOOLEAN -> List.of(false, true);
      case STRING ->
          input.categories().isEmpty() ? List.of("a", "b", "the cat sat on the mat") : List.of();
      case DATE ->
          dates("1970-01-01", "2000-02-29", "2023-02-28", "2023-03-01", "2024-02-29", "2026-01-01");
      case DATE_TIME ->
          List.of(LocalDateTime.of(1970, 1, 1, 0, 0), LocalDateTime.of(2026, 1, 1, 12, 30, 15));
      case TIME -> List.of(LocalTime.MIDNIGHT, LocalTime.of(12, 30, 15));
    };
  }

  /** Values that get rows of their own. */
  static List<Object> hard(Input input) {
    return switch (input.type()) {
      case DOUBLE, FLOAT -> numbers(input.type(), HARD);
      case INTEGER -> {
        List<Object> whole = new ArrayList<>();
        for (long number : WHOLE) {
          whole.add(number);
        }
        yield whole;
      }
      case BOOLEAN -> List.of();
      case STRING -> strings(input);
      case DATE ->
          dates(
              "1969-12-31",
              "1900-02-28",
              "1900-03-01",
              "1899-12-31",
              "1800-01-01",
              "1677-09-22",
              "2100-02-28",
              "2262-04-11",
              "9999-12-31",
              "0001-01-01");
      case DATE_TIME ->
          List.of(
              LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
              LocalDateTime.of(2000, 2, 29, 23, 59, 59),
              LocalDateTime.of(2100, 3, 1, 0, 0),
              LocalDateTime.of(2262, 4, 11, 23, 47, 16));
      case TIME -> List.of(LocalTime.of(23, 59, 59, 999_999_000), LocalTime.of(0, 0, 0, 1000));
    };
  }

  /** The few of them that are also tried in pairs of columns; a missing value comes besides. */
  static List<Object> inPairs(Input input) {
    return switch (input.type()) {
      case DOUBLE -> List.of(0.0, -0.0, Double.POSITIVE_INFINITY);
      case FLOAT -> List.of(0f, -0f, Float.POSITIVE_INFINITY);
      case INTEGER -> List.of(0L);
      case STRING -> List.of(Input.UNSEEN);
      case BOOLEAN, DATE, DATE_TIME, TIME -> List.of();
    };
  }

  private static List<Object> strings(Input input) {
    List<Object> strings = new ArrayList<>(List.of(Input.UNSEEN, ""));
    if (!input.categories().isEmpty()) {
      String first = (String) input.categories().get(0);
      strings.add(first.toUpperCase(Locale.ROOT));
      strings.add(first.toLowerCase(Locale.ROOT));
      strings.add(" " + first);
      strings.add(first + " ");
    }
    return strings;
  }

  private static List<Object> numbers(Type type, double... numbers) {
    List<Object> values = new ArrayList<>();
    for (double number : numbers) {
      if (type == Type.INTEGER) {
        values.add((long) Math.rint(number));
      } else {
        values.add(type == Type.FLOAT ? (Object) (float) number : (Object) number);
      }
    }
    return values;
  }

  private static List<Object> dates(String... dates) {
    List<Object> values = new ArrayList<>();
    for (String date : dates) {
      values.add(LocalDate.parse(date));
    }
    return values;
  }
}
