package io.scorejar.transpiler;

import io.scorejar.Agreement;
import io.scorejar.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One comparison: who was asked, whose answers were expected, and what came of it.
 *
 * @param judge whose answers were expected: {@code pipeline}, {@code file} or {@code interpreter}
 * @param what was compared: {@code answers} or {@code raw scores}
 * @param places the number in the evidence of each row that was compared; empty: the same
 */
record Judgement(
    String judge, String what, Agreement agreement, Check check, List<Integer> places) {

  static final String ANSWERS = "answers";
  static final String RAW = "raw scores";

  Judgement(String judge, Agreement agreement, Check check) {
    this(judge, ANSWERS, agreement, check, List.of());
  }

  /** The numbers in the evidence of the rows that were compared. */
  List<Integer> rows() {
    return places.isEmpty() ? IntStream.range(0, check.rows()).boxed().toList() : places;
  }

  /** The number in the evidence of a row of the check. */
  int row(Check.Wrong wrong) {
    return places.isEmpty() ? wrong.row() : places.get(wrong.row());
  }

  /** What is wrong, in a sentence, where something is. */
  String sentence() {
    String who = check.engine().equals(Witness.NAME) ? "JPMML's interpreter" : engine();
    return who
        + (what.equals(ANSWERS) ? " answers " : " gives " + what + " of ")
        + check.differing()
        + " of "
        + check.rows()
        + " rows otherwise than the "
        + judge
        + ": "
        + check.firstDifference().orElseThrow();
  }

  private String engine() {
    return "the " + check.engine() + " engine";
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("engine", check.engine());
    json.put("judge", judge);
    json.put("what", what);
    json.put("agreement", agreement.jsonName());
    json.put("rows", check.rows());
    json.put("wrong", check.differing());
    json.put("refusals", check.refusals());
    json.put("max_ulps", check.maxUlps());
    json.put(
        "max_difference", Double.isFinite(check.maxDifference()) ? check.maxDifference() : null);
    Map<String, Object> ulps = new LinkedHashMap<>();
    check.ulps().forEach((output, counts) -> ulps.put(output, counts.toJson()));
    json.put("ulps", ulps);
    return json;
  }
}
