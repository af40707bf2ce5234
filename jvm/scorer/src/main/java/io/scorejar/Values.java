package io.scorejar;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Map;

/** How values of each type are recognised, turned into doubles and back, and shown. */
final class Values {

  /** 2^53: the whole numbers up to here have a double each. */
  private static final long LARGEST_INTEGER = 1L << 53;

  private static final double MICROS = 1e6;
  private static final int SHOWN_CHARACTERS = 60;

  private Values() {}

  /** Whether the value stands for "no value": null, or NaN. */
  static boolean isMissing(Object value) {
    return value == null
        || (value instanceof Double number && number.isNaN())
        || (value instanceof Float small && small.isNaN());
  }

  /** The value as an object of {@link Type#valueClass()}, or null if it is not of the type. */
  static Object of(Type type, Object given) {
    return switch (type) {
      case DOUBLE -> given instanceof Number number ? (Object) number.doubleValue() : null;
      case FLOAT -> given instanceof Number number ? (Object) number.floatValue() : null;
      case INTEGER -> given instanceof Number number ? integer(number) : null;
      case BOOLEAN -> given instanceof Boolean ? given : bool(given);
      case STRING -> given instanceof String ? given : null;
      case DATE -> given instanceof LocalDate ? given : parsed(type, given);
      case DATE_TIME -> given instanceof LocalDateTime ? given : parsed(type, given);
      case TIME -> given instanceof LocalTime ? given : parsed(type, given);
    };
  }

  private static Long integer(Number number) {
    double value = number.doubleValue();
    long whole = number.longValue();
    // The second condition is for longs above 2^53, whose double is a neighbour's.
    boolean exact = value == whole && Math.abs(whole) <= LARGEST_INTEGER;
    return exact ? whole : null;
  }

  private static Boolean bool(Object given) {
    if (given instanceof Number number) {
      double value = number.doubleValue();
      return value == 0 ? Boolean.FALSE : value == 1 ? Boolean.TRUE : null;
    }
    return null;
  }

  private static Object parsed(Type type, Object given) {
    if (!(given instanceof String text)) {
      return null;
    }
    try {
      return switch (type) {
        case DATE -> LocalDate.parse(text);
        case DATE_TIME -> LocalDateTime.parse(text);
        case TIME -> LocalTime.parse(text);
        case DOUBLE, FLOAT, INTEGER, BOOLEAN, STRING -> null;
      };
    } catch (DateTimeException notOfTheType) {
      return null;
    }
  }

  /** The double of a value of the type's class; strings have none of their own. */
  static double toDouble(Type type, Object value) {
    return switch (type) {
      case DOUBLE, FLOAT, INTEGER -> ((Number) value).doubleValue();
      case BOOLEAN -> (Boolean) value ? 1 : 0;
      case DATE -> ((LocalDate) value).toEpochDay();
      case DATE_TIME -> {
        LocalDateTime time = (LocalDateTime) value;
        yield time.toEpochSecond(ZoneOffset.UTC) + time.get(ChronoField.NANO_OF_SECOND) / 1e9;
      }
      case TIME -> ((LocalTime) value).toNanoOfDay() / 1e9;
      case STRING -> throw new IllegalArgumentException("a string has no double of its own");
    };
  }

  /** The value of the type that the double stands for, or null if there is none. */
  static Object fromDouble(Type type, double number) {
    return switch (type) {
      case DOUBLE -> (Object) number;
      case FLOAT -> (Object) (float) number;
      case INTEGER -> integer(number);
      case BOOLEAN -> bool(number);
      case DATE, DATE_TIME, TIME -> moment(type, number);
      case STRING -> null;
    };
  }

  private static Object moment(Type type, double number) {
    try {
      return switch (type) {
        case DATE -> number == Math.rint(number) ? LocalDate.ofEpochDay((long) number) : null;
        case DATE_TIME -> {
          long micros = Math.round(number * MICROS);
          yield Math.abs(number) > Long.MAX_VALUE / MICROS
              ? null
              : LocalDateTime.ofEpochSecond(
                  Math.floorDiv(micros, 1_000_000L),
                  (int) Math.floorMod(micros, 1_000_000L) * 1000,
                  ZoneOffset.UTC);
        }
        case TIME -> LocalTime.ofNanoOfDay(Math.multiplyExact(Math.round(number * MICROS), 1000L));
        case DOUBLE, FLOAT, INTEGER, BOOLEAN, STRING -> null;
      };
    } catch (DateTimeException | ArithmeticException outOfRange) {
      return null;
    }
  }

  /** What a named value of the type is, for messages. */
  static String kind(Type type) {
    return switch (type) {
      case DOUBLE, FLOAT, BOOLEAN, STRING, INTEGER -> type.pmmlName();
      case DATE -> "date such as 2026-01-31";
      case DATE_TIME -> "dateTime such as 2026-01-31T12:30:00";
      case TIME -> "time such as 12:30:00";
    };
  }

  /** What a double of the type stands for, for messages. */
  static String numberKind(Type type) {
    return switch (type) {
      case DOUBLE, FLOAT, INTEGER -> type.pmmlName();
      case BOOLEAN -> "0 or 1";
      case STRING -> "a category code";
      case DATE -> "whole days since 1970-01-01";
      case DATE_TIME -> "seconds since 1970-01-01T00:00:00";
      case TIME -> "seconds since midnight, below 86400";
    };
  }

  /** A value as messages show it: strings quoted and cut, collections by kind, one line. */
  static String shown(Object value) {
    if (value == null) {
      return "none";
    }
    if (value instanceof Map<?, ?>) {
      return "an object";
    }
    if (value instanceof Iterable<?> || value.getClass().isArray()) {
      return "a list";
    }
    String text = value.toString();
    text = text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
    text = text.replaceAll("\\p{Cntrl}", "�");
    return value instanceof Number || value instanceof Boolean ? text : "'" + text + "'";
  }
}
