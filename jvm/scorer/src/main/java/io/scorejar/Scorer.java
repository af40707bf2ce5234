package io.scorejar;

import java.util.List;
import java.util.Map;

/**
 * Answers rows. Safe for any number of threads; a call neither waits nor locks.
 *
 * <pre>{@code
 * try (ScorerJar jar = ScorerJar.open(Path.of("models/credit/7.jar"))) {
 *   Map<String, Object> answer = jar.scorer().score(Map.of("age", 31.5, "job", "nurse"));
 * }
 * }</pre>
 *
 * <p>Rows come in two forms. As doubles they are positional, in the order of {@link
 * Schema#inputs()}, NaN meaning missing; {@link Input} says how each type is a double. By name they
 * are maps of Java values, {@code null} or absent meaning missing.
 *
 * <p>Errors: {@link InvalidRowException} when the row is wrong, {@link InternalException} when the
 * engine failed on a row that it should have taken.
 */
public interface Scorer {

  /** What a row and an answer consist of. */
  Schema schema();

  /**
   * How the engine runs the model on this machine, for people to read: for {@code compiled} a line
   * for each forest, which kernels run it and why. Empty where an engine has nothing to say.
   */
  default List<String> describe() {
    return List.of();
  }

  /**
   * Scores one row of doubles.
   *
   * @param row one value per input, in schema order; NaN means missing
   * @param answer receives one value per output, in schema order; NaN means missing; may be longer
   * @throws InvalidRowException if the length or a value does not fit the schema
   * @throws IllegalArgumentException if {@code answer} is too short
   */
  void score(double[] row, double[] answer);

  /**
   * Scores many rows of doubles, which lie one after another.
   *
   * @param rows {@code count} rows, row-major: shape (count, inputs); may be longer
   * @param count how many rows to score; 0 is allowed
   * @param answers receives {@code count} answers, row-major: shape (count, outputs); may be longer
   * @throws InvalidRowException naming the first row that does not fit; answers are then undefined
   * @throws IllegalArgumentException if {@code answers} is too short
   */
  void score(double[] rows, int count, double[] answers);

  /**
   * Scores one row by name. This form goes through the other one; an engine that works on names
   * itself overrides it.
   *
   * @param row values by input name, as {@link Input#value} takes them; {@code null}, NaN or absent
   *     means missing
   * @return values by output name, in output order, of the classes that {@link Type} names; {@code
   *     null} means missing
   * @throws InvalidRowException if a value does not fit or a name is unknown
   */
  default Map<String, Object> score(Map<String, ?> row) {
    Schema schema = schema();
    double[] answer = new double[schema.outputs().size()];
    score(schema.encode(row), answer);
    return schema.decode(answer);
  }
}
