package io.scorejar;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a row and an answer of a model consist of. The order of the inputs is the order of a row of
 * doubles; the order of the outputs that of an answer. Immutable.
 */
public final class Schema {

  private final List<Input> inputs;
  private final List<Output> outputs;
  private final Map<String, Integer> places;
  private final int[] checked;
  private final boolean numeric;
  private final long id;

  /**
   * A schema of these columns.
   *
   * @throws BadModelException if there is no output, or a name stands there twice
   */
  public Schema(List<Input> inputs, List<Output> outputs) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.places = places(this.inputs.stream().map(Input::name).toList());
    if (places(this.outputs.stream().map(Output::name).toList()).isEmpty()) {
      throw new BadModelException("schema: expected at least one output, got none");
    }
    this.checked =
        places.values().stream()
            .mapToInt(place -> place)
            .filter(place -> this.inputs.get(place).checked())
            .sorted()
            .toArray();
    this.numeric =
        this.inputs.stream().allMatch(Input::numeric)
            && this.outputs.stream().allMatch(Output::numeric);
    this.id = SchemaJson.id(this);
  }

  private static Map<String, Integer> places(List<String> names) {
    Map<String, Integer> places = new HashMap<>(names.size() * 2);
    for (String name : names) {
      if (places.put(name, places.size()) != null) {
        throw new BadModelException("schema: expected each name once, got '" + name + "' twice");
      }
    }
    return places;
  }

  /** The columns of a row, in row order. */
  public List<Input> inputs() {
    return inputs;
  }

  /** The columns of an answer, in answer order. */
  public List<Output> outputs() {
    return outputs;
  }

  /**
   * Whether every input and every output has a double. Where it is false (a string without
   * categories), rows and answers go by name only.
   */
  public boolean numeric() {
    return numeric;
  }

  /** The place of an input in a row, or -1 if there is none of that name. */
  public int input(String name) {
    return places.getOrDefault(name, -1);
  }

  /**
   * A number that two schemas share only if they are equal: who encoded rows by one schema can ask
   * whether it still holds. From 1 to 2^53, the same in every process.
   */
  public long id() {
    return id;
  }

  /**
   * A named row as checked values of each type's class, in row order; null means missing.
   *
   * @throws InvalidRowException if a value does not fit or a name is unknown
   */
  public Object[] values(Map<String, ?> row) {
    Object[] values = new Object[inputs.size()];
    int found = 0;
    for (int i = 0; i < values.length; i++) {
      Input input = inputs.get(i);
      Object given = row.get(input.name());
      found += given != null || row.containsKey(input.name()) ? 1 : 0;
      values[i] = input.value(given);
    }
    if (found != row.size()) {
      refuseUnknown(row.keySet());
    }
    return values;
  }

  /**
   * A named row as doubles.
   *
   * @throws InvalidRowException if a value does not fit, a name is unknown, or an input has no
   *     double
   */
  public double[] encode(Map<String, ?> row) {
    double[] numbers = new double[inputs.size()];
    int found = 0;
    for (int i = 0; i < numbers.length; i++) {
      Input input = inputs.get(i);
      Object given = row.get(input.name());
      found += given != null || row.containsKey(input.name()) ? 1 : 0;
      numbers[i] = input.encode(given);
    }
    if (found != row.size()) {
      refuseUnknown(row.keySet());
    }
    return numbers;
  }

  private void refuseUnknown(Set<String> names) {
    for (String name : names) {
      if (!places.containsKey(name)) {
        List<String> known = inputs.stream().map(Input::name).toList();
        throw new InvalidRowException(NearestName.unknownField(name, known));
      }
    }
  }

  /** An answer of doubles by name, in output order; {@code answer} may be longer than it is. */
  public Map<String, Object> decode(double[] answer) {
    Map<String, Object> named = new LinkedHashMap<>(outputs.size() * 2);
    for (int i = 0; i < outputs.size(); i++) {
      named.put(outputs.get(i).name(), outputs.get(i).decode(answer[i]));
    }
    return named;
  }

  /**
   * Checks one row of doubles among many, as an engine must before it scores it.
   *
   * @param at where the row begins
   * @throws InvalidRowException if a value stands for none of its input, or a rule refuses it
   */
  public void check(double[] rows, int at) {
    for (int place : checked) {
      inputs.get(place).check(rows[at + place]);
    }
  }

  /**
   * Checks the lengths of a call for one row.
   *
   * @throws InvalidRowException if the row has another length than the schema
   * @throws IllegalArgumentException if the answer is too short
   */
  public void checkLengths(double[] row, double[] answer) {
    if (row.length != inputs.size()) {
      throw new InvalidRowException(
          "row: expected " + inputs.size() + " values, got " + row.length);
    }
    checkAnswers(1, answer);
  }

  /**
   * Checks the lengths of a call for many rows; both arrays may be longer than needed.
   *
   * @throws InvalidRowException if there are fewer values than {@code count} rows have
   * @throws IllegalArgumentException if the answers are too short, or the count is negative
   */
  public void checkLengths(double[] rows, int count, double[] answers) {
    if (count < 0) {
      throw new IllegalArgumentException("count: expected 0 or more, got " + count);
    }
    if (rows.length < (long) count * inputs.size()) {
      throw new InvalidRowException(
          "rows: expected "
              + count
              + " rows of "
              + inputs.size()
              + " values, got "
              + rows.length
              + " values");
    }
    checkAnswers(count, answers);
  }

  private void checkAnswers(int count, double[] answers) {
    long needed = (long) count * outputs.size();
    if (answers.length < needed) {
      throw new IllegalArgumentException(
          "answers: expected room for " + needed + " values, got " + answers.length);
    }
  }

  /** The schema as it stands in {@code model.json}: maps, lists and strings. */
  public Map<String, Object> toJson() {
    return SchemaJson.write(this);
  }

  /**
   * Reads what {@link #toJson} makes.
   *
   * @throws BadModelException if it is not a schema
   */
  public static Schema fromJson(Object json) {
    return SchemaJson.read(json);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schema that
        && inputs.equals(that.inputs)
        && outputs.equals(that.outputs);
  }

  @Override
  public int hashCode() {
    return 31 * inputs.hashCode() + outputs.hashCode();
  }

  @Override
  public String toString() {
    return inputs + " → " + outputs;
  }
}
