package io.scorejar.transpiler.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that hurt, held against what the interpreter says of every row that there can be. */
final class HurtingRowsTest {

  private static final String SCALED =
      """
      <DerivedField name="scaled" optype="continuous" dataType="double">
        <Apply function="/">
          <Apply function="-"><FieldRef field="x0"/><Constant>3.7</Constant></Apply>
          <Constant>1.3</Constant>
        </Apply>
      </DerivedField>\
      """;

  private static final String LOGARITHM =
      """
      <DerivedField name="scaled" optype="continuous" dataType="double">
        <Apply function="ln1p"><FieldRef field="x0"/></Apply>
      </DerivedField>\
      """;

  private static final String NARROWED =
      """
      <DerivedField name="scaled" optype="continuous" dataType="float">
        <FieldRef field="x0"/>
      </DerivedField>\
      """;

  private static final String ONE_HOT =
      """
      <DerivedField name="scaled" optype="continuous" dataType="double">
        <NormDiscrete field="c" value="b"/>
      </DerivedField>\
      """;

  private static String stump(String derived) {
    return Made.document(
        1,
        derived,
        """
        <TreeModel functionName="regression" noTrueChildStrategy="returnLastPrediction">
        %s
          <Node score="1"><True/>
            <Node score="2">
              <SimplePredicate field="scaled" operator="greaterThan" value="0.2345678"/>
            </Node>
          </Node>
        </TreeModel>\
        """
            .formatted(Made.miningSchema(1)));
  }

  @Test
  void every_leaf_that_any_row_reaches_is_reached() {
    for (long seed = 0; seed < 60; seed++) {
      Made made = Made.of(RandomTree.pmml(seed));
      assertEquals(reachable(made), new TreeSet<>(texts(made.answers())), "seed " + seed);
    }
  }

  @Test
  void what_no_row_can_do_is_not_asked_for() {
    for (long seed = 0; seed < 60; seed++) {
      Coverage coverage = Made.of(RandomTree.pmml(seed)).rows().coverage();
      for (Coverage.Share share :
          List.of(
              coverage.leaves(),
              coverage.thresholds(),
              coverage.categories(),
              coverage.defaults())) {
        assertEquals(share.of(), share.covered(), "seed " + seed + ": " + coverage);
      }
    }
  }

  /** By trying every combination of values that the predicates can tell apart. */
  private static Set<String> reachable(Made made) {
    List<Object> numbers = new ArrayList<>(Arrays.asList(null, -1.0));
    for (int i = 0; i < RandomTree.THRESHOLDS; i++) {
      numbers.addAll(List.of((double) i, i + 0.5));
    }
    List<Object> categories = Arrays.asList(null, "a", "b", "d", "e");
    Set<Object> answers = new LinkedHashSet<>();
    for (Object first : numbers) {
      for (Object second : numbers) {
        for (Object category : categories) {
          answers.add(made.answer(Arrays.asList(first, second, category)));
        }
      }
    }
    answers.remove(Made.REFUSED);
    return new TreeSet<>(texts(answers));
  }

  private static List<String> texts(Set<Object> answers) {
    return answers.stream().map(String::valueOf).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {SCALED, LOGARITHM, NARROWED})
  void a_threshold_behind_a_transformation_is_met_on_both_sides_to_the_last_bit(String derived) {
    Made made = Made.of(stump(derived));
    TreeSet<Double> values = new TreeSet<>();
    made.rows().rows().forEach(row -> values.add(row.get(0) == null ? 0.0 : (Double) row.get(0)));
    List<Double> lasts = new ArrayList<>();
    for (Double value : values) {
      Double next = values.higher(value);
      boolean neighbours = next != null && Math.nextUp(value) == next;
      if (neighbours && !made.answer(row(value)).equals(made.answer(row(next)))) {
        lasts.add(value);
      }
    }
    // The logarithm has a second one, where its numbers begin.
    assertEquals(derived.equals(LOGARITHM) ? 2 : 1, lasts.size(), lasts.toString());
    Coverage.Share thresholds = made.rows().coverage().thresholds();
    assertEquals(new Coverage.Share(lasts.size(), lasts.size()), thresholds);
  }

  private static List<Object> row(Double value) {
    return Arrays.asList(value, "a");
  }

  @Test
  void the_ends_of_bins_are_met_on_both_sides_where_there_are_no_trees() {
    String bins =
        """
        <DerivedField name="bin" optype="continuous" dataType="double">
          <Discretize field="scaled">
            <DiscretizeBin binValue="10">
              <Interval closure="openClosed" rightMargin="-0.3"/>
            </DiscretizeBin>
            <DiscretizeBin binValue="20">
              <Interval closure="openOpen" leftMargin="-0.3"/>
            </DiscretizeBin>
          </Discretize>
        </DerivedField>\
        """;
    String regression =
        """
        <RegressionModel functionName="regression">%s
          <RegressionTable intercept="1"><NumericPredictor name="bin" coefficient="1"/></RegressionTable>
        </RegressionModel>\
        """
            .formatted(Made.miningSchema(1));
    Made made = Made.of(Made.document(1, SCALED + bins, regression));
    TreeSet<Double> values = new TreeSet<>();
    made.rows().rows().stream()
        .filter(row -> row.get(0) != null)
        .forEach(row -> values.add((Double) row.get(0)));
    Double last =
        values.stream()
            .filter(value -> made.answer(row(value)).equals(11.0))
            .max(Double::compare)
            .orElseThrow();
    assertEquals(21.0, made.answer(row(Math.nextUp(last))));
    assertTrue(values.contains(Math.nextUp(last)), values.toString());
    assertEquals(new Coverage.Share(2, 2), made.rows().coverage().thresholds());
  }

  @Test
  void a_value_that_the_schema_refuses_gets_a_few_rows_only() {
    String bounded =
        stump(SCALED)
            .replace(
                "dataType=\"double\"/>\n    <DataField name=\"c\"",
                "dataType=\"double\"><Interval closure=\"closedClosed\" leftMargin=\"-5\""
                    + " rightMargin=\"5\"/></DataField>\n    <DataField name=\"c\"");
    Made made = Made.of(bounded);
    long refused =
        made.rows().rows().stream().filter(row -> made.answer(row).equals(Made.REFUSED)).count();
    assertTrue(refused > 0 && refused < 12, refused + " of " + made.rows().rows().size());
  }

  @Test
  void a_category_behind_one_hot_encoding_is_met_on_both_sides() {
    Made made = Made.of(stump(ONE_HOT));
    assertEquals(Set.of(1.0, 2.0), made.answers());
    // Three that training knew, and one that it did not.
    assertEquals(new Coverage.Share(4, 4), made.rows().coverage().categories());
  }

  @Test
  void a_threshold_of_two_columns_together_is_met_on_both_sides() {
    String product =
        """
        <DerivedField name="scaled" optype="continuous" dataType="double">
          <Apply function="*"><FieldRef field="x0"/><FieldRef field="x1"/></Apply>
        </DerivedField>\
        """;
    String pmml =
        stump(product)
            .replace(
                "<DataField name=\"c\"",
                "<DataField name=\"x1\" optype=\"continuous\" dataType=\"double\"/>"
                    + "<DataField name=\"c\"")
            .replace(
                "<MiningField name=\"c\"", "<MiningField name=\"x1\"/><MiningField name=\"c\"");
    Made made = Made.of(pmml);
    assertEquals(new Coverage.Share(1, 1), made.rows().coverage().thresholds());
    List<List<Object>> rows = made.rows().rows();
    int before = made.rows().kinds().indexOf("threshold");
    List<Object> differing = new ArrayList<>(rows.get(before));
    differing.removeAll(rows.get(before + 1));
    assertEquals(1, differing.size(), differing.toString());
    assertNotEquals(made.answer(rows.get(before)), made.answer(rows.get(before + 1)));
  }

  @Test
  void the_same_model_and_seed_give_the_same_rows() {
    String pmml = RandomTree.pmml(7);
    assertEquals(Made.of(pmml).rows(), Made.of(pmml).rows());
  }

  @Test
  void there_are_no_more_rows_than_asked_for_and_real_ones_come_first() {
    List<List<Object>> real = List.of(List.of(1.5, 2.5, "a"), List.of(7.25, 8.5, "b"));
    HurtingRows rows = Made.of(RandomTree.pmml(7), 0, 20, real).rows();
    assertEquals(20, rows.rows().size());
    assertEquals(real, rows.rows().subList(0, 2));
    assertEquals(List.of("real", "real"), rows.kinds().subList(0, 2));
    assertEquals(rows.rows().size(), rows.kinds().size());
    assertEquals(20, rows.coverage().rows());
  }

  @Test
  void real_rows_are_all_kept_and_others_made_besides() {
    List<List<Object>> real = Collections.nCopies(50, List.of(1.5, 2.5, "a"));
    HurtingRows rows = Made.of(RandomTree.pmml(7), 0, 20, real).rows();
    assertEquals(real, rows.rows().subList(0, 50));
    assertEquals(60, rows.rows().size());
  }

  @Test
  void every_column_has_each_hard_value() {
    List<Object> values = new ArrayList<>();
    Made.of(stump(SCALED)).rows().rows().forEach(row -> values.add(row.get(0)));
    assertTrue(
        values.containsAll(
            Arrays.asList(null, 0.0, -0.0, -999.0, Double.POSITIVE_INFINITY, Double.MIN_VALUE)),
        values.toString());
  }
}
