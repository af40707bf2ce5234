package io.scorejar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A scorer over an engine that works on Java values rather than doubles: the subclass evaluates one
 * row of values, and every form of {@link Scorer} follows from the schema.
 */
public abstract class NamedEngine implements Scorer {

  private final Schema schema;

  protected NamedEngine(Schema schema) {
    this.schema = Objects.requireNonNull(schema, "schema");
  }

  /**
   * Evaluates one row. Called by any number of threads at once.
   *
   * @param row one checked value per input, in schema order, of {@link Type#valueClass()}; null
   *     means missing. A string that is none of its input's categories is given as it is, or as
   *     {@link Input#UNSEEN} where the row came as doubles. The array is the engine's to keep.
   * @return one value per output, in schema order; null or NaN means missing. Numbers may be of any
   *     class.
   * @throws InvalidRowException if the model itself refuses a value
   */
  protected abstract Object[] evaluate(Object[] row);

  @Override
  public final Schema schema() {
    return schema;
  }

  @Override
  public final void score(double[] row, double[] answer) {
    schema.checkLengths(row, answer);
    scoreAt(row, 0, answer, 0);
  }

  @Override
  public final void score(double[] rows, int count, double[] answers) {
    schema.checkLengths(rows, count, answers);
    int width = schema.inputs().size();
    int answerWidth = schema.outputs().size();
    for (int row = 0; row < count; row++) {
      try {
        scoreAt(rows, row * width, answers, row * answerWidth);
      } catch (InvalidRowException e) {
        throw e.at(row);
      }
    }
  }

  @Override
  public final Map<String, Object> score(Map<String, ?> row) {
    List<Output> outputs = schema.outputs();
    Object[] answer = evaluated(schema.values(row));
    Map<String, Object> named = new LinkedHashMap<>(outputs.size() * 2);
    for (int i = 0; i < answer.length; i++) {
      named.put(outputs.get(i).name(), outputs.get(i).value(answer[i]));
    }
    return named;
  }

  private void scoreAt(double[] rows, int rowAt, double[] answers, int answerAt) {
    List<Input> inputs = schema.inputs();
    Object[] row = new Object[inputs.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = inputs.get(i).decode(rows[rowAt + i]);
    }
    Object[] answer = evaluated(row);
    List<Output> outputs = schema.outputs();
    for (int i = 0; i < answer.length; i++) {
      answers[answerAt + i] = outputs.get(i).encode(answer[i]);
    }
  }

  private Object[] evaluated(Object[] row) {
    Object[] answer = evaluate(row);
    if (answer.length != schema.outputs().size()) {
      throw new InternalException(
          "expected " + schema.outputs().size() + " answers from the engine, got " + answer.length);
    }
    return answer;
  }
}
