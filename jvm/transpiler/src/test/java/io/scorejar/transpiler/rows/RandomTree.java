package io.scorejar.transpiler.rows;

import java.util.List;
import java.util.SplittableRandom;

/** Trees with a score of its own at each node, over two numeric columns and one of categories. */
final class RandomTree {

  static final int NUMBERS = 2;
  static final int THRESHOLDS = 4;

  private static final List<String> STRATEGIES =
      List.of("none", "defaultChild", "nullPrediction", "lastPrediction");
  private static final List<String> OPERATORS =
      List.of("lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual", "equal", "isMissing");
  private static final List<String> SETS = List.of("a", "a b", "b d", "d");

  private final SplittableRandom random;
  private final String strategy;
  private int nodes;

  private RandomTree(long seed) {
    this.random = new SplittableRandom(seed);
    this.strategy = one(STRATEGIES);
  }

  static String pmml(long seed) {
    return new RandomTree(seed).pmml();
  }

  private String pmml() {
    String root = node("<True/>", 0);
    String end = random.nextBoolean() ? "returnLastPrediction" : "returnNullPrediction";
    String tree =
        """
        <TreeModel functionName="regression" missingValueStrategy="%s" noTrueChildStrategy="%s">
        %s%s</TreeModel>\
        """
            .formatted(strategy, end, Made.miningSchema(NUMBERS), root);
    return Made.document(NUMBERS, "", tree);
  }

  private String node(String predicate, int depth) {
    int id = nodes++;
    int children = depth < 4 && random.nextInt(4) > 0 ? 1 + random.nextInt(3) : 0;
    StringBuilder inner = new StringBuilder();
    int defaultId = nodes;
    int field = random.nextInt(NUMBERS + 1);
    for (int i = 0; i < children; i++) {
      // Where a default child is named, the children of a node ask about one column, as is usual.
      boolean alike = strategy.equals("defaultChild");
      inner.append(node(predicate(alike ? field : random.nextInt(NUMBERS + 1)), depth + 1));
    }
    String defaultChild =
        children > 0 && strategy.equals("defaultChild")
            ? " defaultChild=\"" + defaultId + "\""
            : "";
    return "<Node id=\"%d\" score=\"%d\"%s>%s%s</Node>"
        .formatted(id, id, defaultChild, predicate, inner);
  }

  private String predicate(int field) {
    if (field == NUMBERS) {
      return "<SimpleSetPredicate field=\"c\" booleanOperator=\"isIn\"><Array type=\"string\">"
          + one(SETS)
          + "</Array></SimpleSetPredicate>";
    }
    String operator = one(OPERATORS);
    String value =
        operator.equals("isMissing") ? "" : " value=\"" + random.nextInt(THRESHOLDS) + "\"";
    return "<SimplePredicate field=\"x%d\" operator=\"%s\"%s/>".formatted(field, operator, value);
  }

  private String one(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
