package io.scorejar;

import io.scorejar.internal.Json;
import java.util.List;
import java.util.Map;

/**
 * A scorer over doubles for tests: the sum of an intercept and the present values, and whether it
 * is above 10. {@link TestModel#FAULT} as first value makes it fail.
 */
final class LinearEngine implements Scorer {

  static final String ENTRY = "test/linear.json";

  private final Schema schema;
  private final double intercept;

  private LinearEngine(Schema schema, double intercept) {
    this.schema = schema;
    this.intercept = intercept;
  }

  static double intercept(JarContents contents) {
    Map<?, ?> json = (Map<?, ?>) Json.read(contents.required(ENTRY));
    return ((Number) json.get("intercept")).doubleValue();
  }

  static double sum(double intercept, List<Double> values) {
    if (!values.isEmpty() && values.get(0) == TestModel.FAULT) {
      throw new IllegalStateException("the engine broke");
    }
    return values.stream().filter(value -> !value.isNaN()).reduce(intercept, Double::sum);
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public void score(double[] row, double[] answer) {
    schema.checkLengths(row, answer);
    scoreAt(row, 0, answer, 0);
  }

  @Override
  public void score(double[] rows, int count, double[] answers) {
    schema.checkLengths(rows, count, answers);
    for (int row = 0; row < count; row++) {
      try {
        scoreAt(rows, row * schema.inputs().size(), answers, row * schema.outputs().size());
      } catch (InvalidRowException e) {
        throw e.at(row);
      }
    }
  }

  private void scoreAt(double[] rows, int at, double[] answers, int answerAt) {
    schema.check(rows, at);
    double sum = intercept;
    for (int i = 0; i < schema.inputs().size(); i++) {
      double value = rows[at + i];
      if (i == 0 && value == TestModel.FAULT) {
        throw new IllegalStateException("the engine broke");
      }
      sum += Double.isNaN(value) ? 0 : value;
    }
    answers[answerAt] = sum;
    answers[answerAt + 1] = sum > 10 ? 1 : 0;
  }

  /** Makes the engine {@code linear}. */
  public static final class Provider implements EngineProvider {

    @Override
    public String name() {
      return "linear";
    }

    @Override
    public Scorer open(JarContents contents) {
      return new LinearEngine(contents.manifest().schema(), intercept(contents));
    }
  }
}
