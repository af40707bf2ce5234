package io.scorejar.transpiler.rows;

import io.scorejar.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.dmg.pmml.PMML;
import org.jpmml.evaluator.ModelEvaluator;

/**
 * Rows made to break a model: real ones first, then such as stand on either side of a threshold,
 * reach a leaf, lack a value, or have one on which implementations differ.
 *
 * <p>The same model, real rows and seed give the same rows. A few rows hold a value that the schema
 * refuses: whatever scores them must refuse too.
 *
 * @param rows values of the class of each input's type, or null for missing
 * @param kinds one per row: {@code real}, {@code threshold}, {@code leaf}, {@code category}, {@code
 *     missing}, {@code number} or {@code pair}
 */
public record HurtingRows(List<List<Object>> rows, List<String> kinds, Coverage coverage) {

  /** How many values all rows together may hold. */
  private static final int MOST_CELLS = 2_000_000;

  /** Thresholds are looked for between the values of so many real rows, and others besides. */
  private static final int REAL_IN_GRID = 256;

  /** How many rows are explored from where there are no real ones. */
  private static final int TYPICAL = 100;

  /** How many trees all rows together may be sent through. */
  private static final int MOST_WALKS = 20_000_000;

  /**
   * Makes the rows of a model.
   *
   * @param pmml read for evaluation
   * @param evaluator of that PMML
   * @param schema of that evaluator
   * @param real rows of the schema: they come first, all of them
   * @param most how many rows there may be; fewer where rows are wide or trees many; where real
   *     ones take up more than half of that, half as many are made besides
   */
  public static HurtingRows of(
      PMML pmml,
      ModelEvaluator<?> evaluator,
      Schema schema,
      List<List<Object>> real,
      long seed,
      int most) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < schema.inputs().size(); i++) {
      places.put(schema.inputs().get(i).name(), i);
    }
    Scope scope = Scope.of(pmml, evaluator.getModel(), places);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < schema.inputs().size(); i++) {
      columns.add(new Column(schema.inputs().get(i), i, scope));
    }
    int some = Math.min(real.size(), REAL_IN_GRID);
    addAll(columns, real.subList(0, some));
    Forest forest = Forest.of(evaluator.getModel(), scope);
    Constants.add(columns, forest.scopes());
    Columns prepared = Columns.withThresholds(columns, forest);
    addAll(columns, real.subList(some, real.size()));
    SplittableRandom random = new SplittableRandom(seed);
    columns.forEach(column -> column.addMore(random));
    List<List<Object>> bases = real.isEmpty() ? typical(columns, seed) : real;
    List<Explorer.Crossing> crossings = new Explorer(columns, forest, seed).explore(bases);
    prepared.number();
    Goals goals = new Goals(columns, forest);
    int bounded =
        Math.min(
            most,
            Math.min(
                MOST_CELLS / Math.max(1, columns.size()), MOST_WALKS / Math.max(1, goals.trees())));
    int all = Math.max(Math.max(1, bounded), real.size() + bounded / 2);
    RowMaker maker = new RowMaker(columns, goals, seed, all);
    maker.addReal(real.stream().map(row -> numbers(columns, row)).toList());
    for (Explorer.Crossing crossing : crossings) {
      maker.addCrossing(
          crossing.split(),
          numbers(columns, crossing.before()),
          numbers(columns, crossing.after()));
    }
    maker.addMade();
    return new HurtingRows(
        maker.rows().stream().map(row -> values(columns, row)).toList(),
        List.copyOf(maker.kinds()),
        maker.coverage());
  }

  private static void addAll(List<Column> columns, List<List<Object>> rows) {
    for (List<Object> row : rows) {
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).add(row.get(i), false);
      }
    }
  }

  /** Rows of values that are nothing special. */
  private static List<List<Object>> typical(List<Column> columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Object>> choices = columns.stream().map(Column::ordinaryCollected).toList();
    List<List<Object>> rows = new ArrayList<>();
    for (int row = 0; row < TYPICAL; row++) {
      Object[] values = new Object[columns.size()];
      Arrays.setAll(
          values,
          i ->
              choices.get(i).isEmpty()
                  ? null
                  : choices.get(i).get(random.nextInt(choices.get(i).size())));
      rows.add(Arrays.asList(values));
    }
    return rows;
  }

  private static int[] numbers(List<Column> columns, List<Object> row) {
    int[] candidates = new int[columns.size()];
    Arrays.setAll(candidates, i -> columns.get(i).number(row.get(i)));
    return candidates;
  }

  private static List<Object> values(List<Column> columns, int[] row) {
    Object[] values = new Object[row.length];
    Arrays.setAll(values, i -> columns.get(i).value(row[i]));
    return Arrays.asList(values);
  }
}
