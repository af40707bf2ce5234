package io.scorejar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Reads evidence and fits it to a schema. */
final class EvidenceJson {

  // JSON has no numbers for these; only evidence spells them.
  private static final Map<Object, Double> INFINITIES =
      Map.of("Infinity", Double.POSITIVE_INFINITY, "-Infinity", Double.NEGATIVE_INFINITY);

  private EvidenceJson() {}

  static Evidence read(Fields fields, Schema schema) {
    List<String> columns = fields.strings("inputs");
    List<Integer> places = new ArrayList<>();
    for (Input input : schema.inputs()) {
      if (!columns.contains(input.name())) {
        throw new BadModelException(
            "evidence.json: expected a column '" + input.name() + "' among the inputs, got none");
      }
      places.add(columns.indexOf(input.name()));
    }
    List<List<Object>> rows =
        table(
            fields.list("rows"),
            columns.size(),
            places,
            (i, value) -> {
              Input input = schema.inputs().get(i);
              return input.value(number(input.type(), value));
            });
    if (!fields.has("answers")) {
      return new Evidence(schema, List.of(), rows, List.of());
    }
    return answered(fields, schema, rows);
  }

  private static Evidence answered(Fields fields, Schema schema, List<List<Object>> rows) {
    List<String> columns = fields.strings("outputs");
    List<Output> judged =
        schema.outputs().stream().filter(output -> columns.contains(output.name())).toList();
    if (judged.isEmpty() || judged.size() != columns.size()) {
      List<String> known = schema.outputs().stream().map(Output::name).toList();
      throw new BadModelException(
          "evidence.json: expected outputs among " + known + ", got " + columns);
    }
    List<Integer> places = judged.stream().map(output -> columns.indexOf(output.name())).toList();
    List<List<Object>> answers =
        table(
            fields.list("answers"),
            columns.size(),
            places,
            (i, value) -> answer(judged.get(i), value));
    if (answers.size() != rows.size()) {
      throw new BadModelException(
          "evidence.json: expected " + rows.size() + " answers, got " + answers.size());
    }
    return new Evidence(schema, judged, rows, answers);
  }

  private static Object answer(Output output, Object value) {
    try {
      return output.value(number(output.type(), value));
    } catch (InternalException e) {
      throw new InvalidRowException(
          output.name()
              + ": expected an answer of type "
              + output.type().pmmlName()
              + ", got "
              + Values.shown(value));
    }
  }

  private static Object number(Type type, Object value) {
    boolean real = type == Type.DOUBLE || type == Type.FLOAT;
    boolean spelt = real && value instanceof String && INFINITIES.containsKey(value);
    return spelt ? INFINITIES.get(value) : value;
  }

  /** Checks a table's shape and takes some of its columns, each value through {@code convert}. */
  private static List<List<Object>> table(
      List<Object> rows,
      int width,
      List<Integer> places,
      BiFunction<Integer, Object, Object> convert) {
    List<List<Object>> table = new ArrayList<>();
    for (Object row : rows) {
      if (!(row instanceof List<?> values) || values.size() != width) {
        throw new BadModelException(
            "evidence.json: expected "
                + width
                + " values a row, got another (row "
                + table.size()
                + ")");
      }
      Object[] converted = new Object[places.size()];
      try {
        for (int i = 0; i < converted.length; i++) {
          converted[i] = convert.apply(i, values.get(places.get(i)));
        }
      } catch (InvalidRowException e) {
        throw new BadModelException("evidence.json: " + e.at(table.size()).getMessage(), e);
      }
      table.add(Arrays.asList(converted));
    }
    return table;
  }
}
