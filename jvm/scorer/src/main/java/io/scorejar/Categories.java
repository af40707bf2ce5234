package io.scorejar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The values that training knew of one column, in the order of their codes. Immutable. */
final class Categories {

  private static final int ALL_SHOWN = 5;
  private static final int SOME_SHOWN = 2;

  private final Type type;
  private final List<Object> values;
  private final Map<Object, Integer> codes;
  private final double[] sorted;

  private Categories(Type type, List<Object> values, Map<Object, Integer> codes) {
    this.type = type;
    this.values = values;
    this.codes = codes;
    this.sorted =
        type == Type.STRING
            ? new double[0]
            : values.stream().mapToDouble(v -> Values.toDouble(type, v) + 0.0).sorted().toArray();
  }

  /**
   * Checks the values and brings them to the type's class.
   *
   * @throws BadModelException if one is not of the type, missing, or there twice
   */
  static Categories of(Type type, List<?> given) {
    List<Object> values = new ArrayList<>(given.size());
    Map<Object, Integer> codes = new HashMap<>(given.size() * 2);
    for (Object category : given) {
      Object value = Values.isMissing(category) ? null : Values.of(type, category);
      if (value == null) {
        throw new BadModelException(
            "expected categories of type " + type.pmmlName() + ", got " + Values.shown(category));
      }
      if (codes.put(value, values.size()) != null) {
        throw new BadModelException(
            "expected each category once, got " + Values.shown(value) + " twice");
      }
      values.add(value);
    }
    return new Categories(type, List.copyOf(values), codes);
  }

  List<Object> values() {
    return values;
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The place of a value in the list, or -1. */
  int code(Object value) {
    return codes.getOrDefault(value, -1);
  }

  /** Whether a double of a type other than string stands for one of the values. */
  boolean contains(double number) {
    // Adding 0.0 turns -0.0, which is no other category, into 0.0.
    double key = (type == Type.FLOAT ? (float) number : number) + 0.0;
    return Arrays.binarySearch(sorted, key) >= 0;
  }

  /** The list for a message: {@code one of 'clerk', 'nurse', … (12 in all)}. */
  String shown() {
    int count = values.size() <= ALL_SHOWN ? values.size() : SOME_SHOWN;
    String some = values.stream().limit(count).map(Values::shown).collect(Collectors.joining(", "));
    String rest = count < values.size() ? ", … (" + values.size() + " in all)" : "";
    return (values.size() == 1 ? "" : "one of ") + some + rest;
  }
}
