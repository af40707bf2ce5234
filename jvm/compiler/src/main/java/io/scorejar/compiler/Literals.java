package io.scorejar.compiler;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.PMMLObject;

/**
 * Values that stand in a document, as JPMML reads them: the text of a number, or a number already
 * parsed, in the class of a data type.
 */
final class Literals {

  private static final double NANOS = 1e9;

  private Literals() {}

  /**
   * The value in the class of the type: String, Integer, Float, Double or Boolean; of dates and
   * times the Double that frames have for them.
   *
   * @throws NotCompiled if it is none of the type, or the type is another
   */
  static Object of(DataType type, Object value, PMMLObject where) {
    try {
      Object parsed = parsed(type, value);
      if (parsed != null) {
        return parsed;
      }
    } catch (NumberFormatException | DateTimeException e) {
      // Below.
    }
    throw NotCompiled.of(where, "'" + value + "' is no " + type.value());
  }

  /** A number, truth as 1 and 0; as {@link #of}. */
  static double number(DataType type, Object value, PMMLObject where) {
    return number(of(type, value, where));
  }

  /** A value of a class that has a number: all but String. */
  static double number(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return ((Number) value).doubleValue() + 0.0;
  }

  /** The type of a constant that does not say it. */
  static DataType constantType(Object value) {
    if (value instanceof Integer) {
      return DataType.INTEGER;
    }
    if (value instanceof Float) {
      return DataType.FLOAT;
    }
    if (value instanceof Double) {
      return DataType.DOUBLE;
    }
    if (value instanceof Boolean) {
      return DataType.BOOLEAN;
    }
    String text = value.toString();
    if (special(text) != null) {
      return DataType.DOUBLE;
    }
    try {
      if (text.indexOf('.') >= 0) {
        Double.parseDouble(text);
        return DataType.DOUBLE;
      }
      Long.parseLong(text);
      return DataType.INTEGER;
    } catch (NumberFormatException e) {
      return DataType.STRING;
    }
  }

  private static Object parsed(DataType type, Object value) {
    return switch (type) {
      case STRING -> value.toString();
      case DOUBLE -> value instanceof String text ? (Object) real(text) : castDouble(value);
      case FLOAT -> value instanceof String text ? (Object) small(text) : castFloat(value);
      case INTEGER -> whole(value instanceof String text ? real(text) : castDouble(value));
      case BOOLEAN -> truth(value);
      case DATE -> (double) LocalDate.parse(value.toString()).toEpochDay();
      case DATE_TIME -> seconds(LocalDateTime.parse(value.toString()));
      case TIME -> LocalTime.parse(value.toString()).toNanoOfDay() / NANOS;
      default -> null;
    };
  }

  private static double seconds(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC) + time.get(ChronoField.NANO_OF_SECOND) / NANOS;
  }

  private static Double castDouble(Object value) {
    return number(value);
  }

  private static Float castFloat(Object value) {
    return value instanceof Boolean truth ? (truth ? 1f : 0f) : ((Number) value).floatValue() + 0f;
  }

  private static Double real(String text) {
    Double special = special(text);
    if (special != null) {
      return special;
    }
    Boolean flag = flag(text);
    return flag != null ? (flag ? 1.0 : 0.0) : Double.parseDouble(text) + 0.0;
  }

  private static Float small(String text) {
    Double special = special(text);
    if (special != null) {
      return special.floatValue();
    }
    Boolean flag = flag(text);
    return flag != null ? (flag ? 1f : 0f) : Float.parseFloat(text) + 0f;
  }

  private static Integer whole(double value) {
    return value == (int) value ? Integer.valueOf((int) value) : null;
  }

  private static Boolean truth(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    Boolean flag = value instanceof String text ? flag(text) : null;
    if (flag != null) {
      return flag;
    }
    double number = value instanceof String text ? real(text) : number(value);
    return number == 1 ? Boolean.TRUE : number == 0 ? Boolean.FALSE : null;
  }

  private static Boolean flag(String text) {
    return text.equalsIgnoreCase("true")
        ? Boolean.TRUE
        : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
  }

  private static Double special(String text) {
    if (text.equalsIgnoreCase("NaN")) {
      return Double.NaN;
    }
    if (text.equalsIgnoreCase("INF")) {
      return Double.POSITIVE_INFINITY;
    }
    return text.equalsIgnoreCase("-INF") ? Double.NEGATIVE_INFINITY : null;
  }
}
