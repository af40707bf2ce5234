package io.scorejar.transpiler.rows;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of a model its rows meet.
 *
 * @param rows how many there are
 * @param kinds how many of each kind
 * @param thresholds of splits: met on both sides, by rows that come to the split
 * @param leaves places in trees where a row ends, of those not proved unreachable
 * @param categories met at a split
 * @param defaults splits that are met by a missing value
 * @param pairs of special values in two columns
 */
public record Coverage(
    int rows,
    Map<String, Integer> kinds,
    Share thresholds,
    Share leaves,
    Share categories,
    Share defaults,
    Share pairs) {

  /** Some of a number of things. */
  public record Share(int covered, int of) {

    Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("covered", covered);
      json.put("of", of);
      return json;
    }
  }

  /** The coverage as evidence has it. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rows", rows);
    json.put("kinds", kinds);
    json.put("thresholds", thresholds.toJson());
    json.put("leaves", leaves.toJson());
    json.put("categories", categories.toJson());
    json.put("defaults", defaults.toJson());
    json.put("pairs", pairs.toJson());
    return json;
  }
}
