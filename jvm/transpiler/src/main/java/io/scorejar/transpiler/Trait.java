package io.scorejar.transpiler;

import io.scorejar.Evidence;
import io.scorejar.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What all wrong rows have in one column and few others have.
 *
 * @param what the values are, in words that follow "where": {@code 'age' is missing}
 * @param share of the wrong rows among those that have it, above 1/2
 */
record Trait(Input input, String what, double share) {

  /** LightGBM takes numbers up to this size for zero. */
  private static final double TINY = 1e-35;

  private static final double LEAST_SHARE = 0.5;

  /**
   * The traits of a column that hold for every wrong row.
   *
   * @param compared the numbers of the rows that were compared
   */
  static List<Trait> of(Input input, Evidence asked, List<Integer> compared, Set<Integer> wrong) {
    int place = asked.schema().input(input.name());
    List<Trait> traits = new ArrayList<>();
    tests(input, asked, place, wrong)
        .forEach(
            (what, test) -> {
              int all = 0;
              int found = 0;
              for (int row : compared) {
                boolean has = test.test(asked.rows().get(row).get(place));
                all += has ? 1 : 0;
                found += has && wrong.contains(row) ? 1 : 0;
              }
              if (found == wrong.size() && all < compared.size() && found > LEAST_SHARE * all) {
                String told = "'" + input.name() + "' is " + what;
                traits.add(new Trait(input, told, (double) found / all));
              }
            });
    return traits;
  }

  private static Map<String, Predicate<Object>> tests(
      Input input, Evidence asked, int place, Set<Integer> wrong) {
    Map<String, Predicate<Object>> tests = new LinkedHashMap<>();
    tests.put("missing", value -> value == null);
    tests.put("zero, or next to it", value -> size(value) <= TINY);
    tests.put("infinite", value -> Double.isInfinite(size(value)));
    tests.put("so large that it may overflow", value -> size(value) > 1e300);
    if (!input.categories().isEmpty()) {
      Set<Object> known = new LinkedHashSet<>(input.categories());
      tests.put(
          "a category that training did not know",
          value -> value != null && !known.contains(value));
    }
    Set<Object> values = new LinkedHashSet<>();
    wrong.forEach(row -> values.add(asked.rows().get(row).get(place)));
    if (wrong.size() > 1 && values.size() == 1 && !values.contains(null)) {
      Object only = values.iterator().next();
      tests.put(only instanceof String ? "'" + only + "'" : String.valueOf(only), only::equals);
    }
    return tests;
  }

  /** The absolute value; NaN, which no comparison holds of, for what is no number. */
  private static double size(Object value) {
    return value instanceof Number number ? Math.abs(number.doubleValue()) : Double.NaN;
  }

  String sentence(int wrong) {
    String rows = wrong == 1 ? "the wrong row is one" : "all " + wrong + " wrong rows are such";
    String others = share == 1 ? ", and no row that is right" : ", and few rows that are right are";
    return rows + " where " + what + others;
  }
}
