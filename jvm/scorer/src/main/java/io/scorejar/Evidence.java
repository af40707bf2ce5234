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
 * <p>A row may hold what the schema refuses (no value where one must be, an unseen category, a
 * number out of range): to refuse such a row is an answer that can be judged as well.
 *
 * @param schema whose inputs the rows follow
 * @param judged the outputs that are expected, in schema order: all or some; empty where nobody has
 *     answered yet
 * @param rows values as {@link Input#value} makes them, in the order of the inputs; null is missing
 * @param answers one per row: values as {@link Output#value} makes them, in the order of {@code
 *     judged}, or null for a row that the judge refused; empty where nobody has answered yet
 * @param notes what else is known of the rows
 */
public record Evidence(
    Schema schema,
    List<Output> judged,
    List<List<Object>> rows,
    List<List<Object>> answers,
    Notes notes) {

  /** Where the evidence stands in a jar. */
  public static final String ENTRY = "META-INF/scorejar/evidence.json";

  /**
   * Evidence of a schema.
   *
   * @throws IllegalArgumentException if the answers, kinds or raw scores are not one per row
   */
  public Evidence {
    judged = List.copyOf(judged);
    rows = Collections.unmodifiableList(new ArrayList<>(rows));
    answers = Collections.unmodifiableList(new ArrayList<>(answers));
    if (answers.size() != (judged.isEmpty() ? 0 : rows.size())) {
      throw new IllegalArgumentException(
          "answers: expected one per row, got " + answers.size() + " for " + rows.size() + " rows");
    }
    int count = rows.size();
    requireOnePerRow("kinds", notes.kinds().isEmpty() ? count : notes.kinds().size(), count);
    notes.raw().forEach((name, numbers) -> requireOnePerRow("raw." + name, numbers.size(), count));
  }

  /** Evidence of which nothing else is known. */
  public Evidence(
      Schema schema, List<Output> judged, List<List<Object>> rows, List<List<Object>> answers) {
    this(schema, judged, rows, answers, Notes.NONE);
  }

  private static void requireOnePerRow(String what, int got, int rows) {
    if (got != rows) {
      throw new IllegalArgumentException(
          what + ": expected one per row, got " + got + " for " + rows + " rows");
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
   * All rows as doubles, row-major: shape (rows, inputs). A value that the schema refuses has the
   * double that would stand for it.
   *
   * @throws InvalidRowException if the schema is not {@link Schema#numeric()}
   */
  public double[] doubles() {
    List<Input> inputs = schema.inputs();
    double[] doubles = new double[rows.size() * inputs.size()];
    int at = 0;
    for (List<Object> row : rows) {
      for (int i = 0; i < inputs.size(); i++) {
        doubles[at++] = number(inputs.get(i), row.get(i));
      }
    }
    return doubles;
  }

  private static double number(Input input, Object value) {
    try {
      return input.encode(value);
    } catch (InvalidRowException refused) {
      if (!input.numeric()) {
        throw refused;
      }
      if (value == null || value instanceof Number) {
        return value == null ? Double.NaN : ((Number) value).doubleValue();
      }
      return input.type() == Type.STRING ? -1 : Values.toDouble(input.type(), value);
    }
  }

  /** The same rows with answers to all outputs; null for a row that is refused. */
  public Evidence answeredBy(List<List<Object>> given) {
    return new Evidence(schema, schema.outputs(), rows, given, notes);
  }

  /** The same rows and answers with other notes. */
  public Evidence with(Notes others) {
    return new Evidence(schema, judged, rows, answers, others);
  }

  /** The first input that refuses its value in a row; null where the schema takes the row. */
  public Input refusing(int row) {
    for (int i = 0; i < schema.inputs().size(); i++) {
      try {
        schema.inputs().get(i).value(rows.get(row).get(i));
      } catch (InvalidRowException refused) {
        return schema.inputs().get(i);
      }
    }
    return null;
  }

  /** The rows that must be answered: the judge answered them and the schema takes them. */
  public Evidence answerable() {
    List<Integer> places = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      if ((!answered() || answers.get(row) != null) && refusing(row) == null) {
        places.add(row);
      }
    }
    return rows(places);
  }

  /** At most {@code count} rows, evenly spread over all of them and in their order. */
  public Evidence sample(int count) {
    if (rows.size() <= count) {
      return this;
    }
    List<Integer> places = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      places.add((int) (i * rows.size() / count));
    }
    return rows(places);
  }

  /** Some of the rows, in the order given. */
  public Evidence rows(List<Integer> places) {
    List<List<Object>> someRows = new ArrayList<>();
    List<List<Object>> someAnswers = new ArrayList<>();
    for (int row : places) {
      someRows.add(rows.get(row));
      if (answered()) {
        someAnswers.add(answers.get(row));
      }
    }
    return new Evidence(schema, judged, someRows, someAnswers, notes.of(places));
  }

  /** The evidence as the bytes of {@code evidence.json}. */
  public byte[] write() {
    return Json.write(EvidenceJson.write(this)).getBytes(StandardCharsets.UTF_8);
  }

  /** As {@link #write}, without what a jar's sample does not need: coverage and raw scores. */
  byte[] writeForJar() {
    return with(notes.inJar()).write();
  }

  /**
   * Reads {@code evidence.json}: columns in any order; input columns that the schema does not have
   * are skipped. Without {@code answers} there are none.
   *
   * @throws BadModelException if an input has no column, an output is unknown, or a value is not of
   *     its column's type
   */
  public static Evidence read(byte[] json, Schema schema) {
    try {
      return EvidenceJson.read(Fields.of("evidence.json", Json.read(json)), schema);
    } catch (JsonException e) {
      throw new BadModelException("evidence.json: " + e.getMessage(), e);
    }
  }
}
