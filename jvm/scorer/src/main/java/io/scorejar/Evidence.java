package io.scorejar;

import io.scorejar.internal.Json;
import io.scorejar.internal.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows with the answers that are expected of them. Immutable.
 *
 * @param schema whose inputs the rows follow
 * @param judged the outputs that are expected, in schema order: all or some; empty where nobody has
 *     answered yet
 * @param rows values as {@link Input#value} makes them, in the order of the inputs; null is missing
 * @param answers one per row: values as {@link Output#value} makes them, in the order of {@code
 *     judged}; empty where nobody has answered yet
 */
public record Evidence(
    Schema schema, List<Output> judged, List<List<Object>> rows, List<List<Object>> answers) {

  /** Where the evidence stands in a jar. */
  public static final String ENTRY = "META-INF/scorejar/evidence.json";

  /**
   * Evidence of a schema.
   *
   * @throws IllegalArgumentException if the answers are not one per row, or none where nothing is
   *     judged
   */
  public Evidence {
    judged = List.copyOf(judged);
    rows = Collections.unmodifiableList(new ArrayList<>(rows));
    answers = Collections.unmodifiableList(new ArrayList<>(answers));
    if (answers.size() != (judged.isEmpty() ? 0 : rows.size())) {
      throw new IllegalArgumentException(
          "answers: expected one per row, got " + answers.size() + " for " + rows.size() + " rows");
    }
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /** Whether there are answers. */
  public boolean answered() {
    return !judged.isEmpty();
  }

  /** A row by name, missing values being null. */
  public Map<String, Object> row(int number) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int i = 0; i < schema.inputs().size(); i++) {
      named.put(schema.inputs().get(i).name(), rows.get(number).get(i));
    }
    return named;
  }

  /**
   * All rows as doubles, row-major: shape (rows, inputs).
   *
   * @throws InvalidRowException if the schema is not {@link Schema#numeric()}
   */
  public double[] doubles() {
    int width = schema.inputs().size();
    double[] doubles = new double[rows.size() * width];
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < width; i++) {
        doubles[row * width + i] = schema.inputs().get(i).encode(rows.get(row).get(i));
      }
    }
    return doubles;
  }

  /** The same rows with answers to all outputs. */
  public Evidence answeredBy(List<List<Object>> given) {
    return new Evidence(schema, schema.outputs(), rows, given);
  }

  /** At most {@code count} rows, evenly spread over all of them and in their order. */
  public Evidence sample(int count) {
    if (rows.size() <= count) {
      return this;
    }
    List<List<Object>> someRows = new ArrayList<>();
    List<List<Object>> someAnswers = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      int row = (int) (i * rows.size() / count);
      someRows.add(rows.get(row));
      if (answered()) {
        someAnswers.add(answers.get(row));
      }
    }
    return new Evidence(schema, judged, someRows, someAnswers);
  }

  /** The evidence as the bytes of {@code evidence.json}. */
  public byte[] write() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("inputs", schema.inputs().stream().map(Input::name).toList());
    json.put("outputs", judged.stream().map(Output::name).toList());
    json.put("rows", written(rows));
    if (answered()) {
      json.put("answers", written(answers));
    }
    return Json.write(json).getBytes(StandardCharsets.UTF_8);
  }

  private static List<List<Object>> written(List<List<Object>> table) {
    List<List<Object>> json = new ArrayList<>();
    for (List<Object> row : table) {
      List<Object> values = new ArrayList<>();
      row.forEach(value -> values.add(Json.value(value)));
      json.add(values);
    }
    return json;
  }

  /**
   * Reads {@code evidence.json}: columns in any order; input columns that the schema does not have
   * are skipped. Without {@code answers} there are none.
   *
   * @throws BadModelException if an input has no column, an output is unknown, or a value does not
   *     fit the schema
   */
  public static Evidence read(byte[] json, Schema schema) {
    try {
      return EvidenceJson.read(Fields.of("evidence.json", Json.read(json)), schema);
    } catch (JsonException e) {
      throw new BadModelException("evidence.json: " + e.getMessage(), e);
    }
  }
}
