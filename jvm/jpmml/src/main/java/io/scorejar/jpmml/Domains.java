package io.scorejar.jpmml;

import com.google.common.collect.RangeSet;
import io.scorejar.Input;
import io.scorejar.Type;
import java.util.stream.Collectors;
import org.jpmml.evaluator.InputField;

/** What a field takes beyond its type, in words: for the message about a value that it refused. */
final class Domains {

  private Domains() {}

  /** The message about a value that the model itself refused: {@code age: expected …, got …}. */
  static String expected(Input input, InputField field, Object got) {
    return input.name() + ": expected " + wanted(input, field, got) + ", got " + shown(got);
  }

  private static String wanted(Input input, InputField field, Object got) {
    if (got == null) {
      return "a value";
    }
    if (input.type() == Type.INTEGER && ((Number) got).intValue() != ((Number) got).longValue()) {
      return "an integer of 32 bits, as JPMML has them";
    }
    RangeSet<Double> ranges = field.getContinuousDomain();
    if (ranges != null) {
      return "a value in "
          + ranges.asRanges().stream()
              .map(range -> range.toString().replace("..", ", "))
              .collect(Collectors.joining(" or "));
    }
    return "a value that the PMML does not declare invalid";
  }

  private static String shown(Object given) {
    Object value = Temporals.toJava(given);
    if (value == null) {
      return "none";
    }
    return value instanceof String ? "'" + value + "'" : value.toString();
  }
}
