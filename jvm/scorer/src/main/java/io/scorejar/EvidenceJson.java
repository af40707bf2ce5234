package io.scorejar;

import io.scorejar.internal.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads evidence and fits it to a schema; writes it. {@code docs/jar.md} has the form. */
final class EvidenceJson {

  // JSON has no numbers for these; only evidence spells them.
  private static final Map<Object, Double> INFINITIES =
      Map.of("Infinity", Double.POSITIVE_INFINITY, "-Infinity", Double.NEGATIVE_INFINITY);

  private static final Set<Type> NUMBERS = Set.of(Type.DOUBLE, Type.FLOAT, Type.INTEGER);

  private EvidenceJson() {}

  static Map<String, Object> write(Evidence evidence) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("inputs", evidence.schema().inputs().stream().map(Input::name).toList());
    json.put("outputs", evidence.judged().stream().map(Output::name).toList());
    json.put("rows", written(evidence.rows()));
    if (evidence.answered()) {
      json.put("answers", written(evidence.answers()));
    }
    NotesJson.write(evidence.notes(), json);
    return json;
  }

  private static List<Object> written(List<List<Object>> table) {
    List<Object> json = new ArrayList<>();
    for (List<Object> row : table) {
      json.add(row == null ? null : row.stream().map(Json::value).toList());
    }
    return json;
  }

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
            (i, value) -> value(schema.inputs().get(i), value));
    if (rows.contains(null)) {
      throw new BadModelException(
          "evidence.json: expected a list of values (row " + rows.indexOf(null) + "), got none");
    }
    Evidence evidence =
        fields.has("answers")
            ? answered(fields, schema, rows)
            : new Evidence(schema, List.of(), rows, List.of());
    return evidence.with(NotesJson.read(fields, evidence));
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

  /** A value of the input's type, be it one that the input refuses; null where it is missing. */
  private static Object value(Input input, Object given) {
    Object value = NUMBERS.contains(input.type()) ? infinity(given) : given;
    if (Values.isMissing(value)) {
      return null;
    }
    Object typed = Values.of(input.type(), value);
    if (typed == null && input.type() == Type.INTEGER && value instanceof Number) {
      return value; // Too large, or no whole number.
    }
    return typed == null ? input.value(value) : typed;
  }

  private static Object answer(Output output, Object given) {
    boolean real = output.type() == Type.DOUBLE || output.type() == Type.FLOAT;
    try {
      return output.value(real ? infinity(given) : given);
    } catch (InternalException e) {
      throw new InvalidRowException(
          output.name()
              + ": expected an answer of type "
              + output.type().pmmlName()
              + ", got "
              + Values.shown(given));
    }
  }

  /** The infinity where one is spelt out, else what is given. */
  static Object infinity(Object given) {
    return given instanceof String && INFINITIES.containsKey(given) ? INFINITIES.get(given) : given;
  }

  /**
   * Checks a table's shape and takes some of its columns, each value through {@code convert}; a row
   * may be null.
   */
  private static List<List<Object>> table(
      List<Object> rows,
      int width,
      List<Integer> places,
      BiFunction<Integer, Object, Object> convert) {
    List<List<Object>> table = new ArrayList<>();
    for (Object row : rows) {
      if (row == null) {
        table.add(null);
        continue;
      }
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
