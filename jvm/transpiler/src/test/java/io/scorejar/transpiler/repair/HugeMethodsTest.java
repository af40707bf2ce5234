package io.scorejar.transpiler.repair;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** {@link HugeMethods} and {@link LoneTrees}. */
final class HugeMethodsTest {

  private static final String SPLIT =
      "trees split into several methods of generated code, as the JVM does not compile very large"
          + " ones: ";

  /** Of 2048 leaves, in code of 28 KB. */
  private static final int DEPTH = 11;

  @Test
  void a_tree_whose_code_is_large_is_split() throws IOException {
    Golden.of(pmml(2, 10)).isRepaired(InnerScoresTest.GIVEN + "2", SPLIT + "2");
  }

  @Test
  void a_tree_that_stands_alone_is_split_too() throws IOException {
    Golden.of(pmml(1, DEPTH))
        .isRepaired(
            "trees with more than 1000 leaves made ensembles of one tree, whose scores the"
                + " transpiler keeps outside of the code: 1",
            InnerScoresTest.GIVEN + "1",
            SPLIT + "1");
  }

  private static byte[] pmml(int trees, int depth) {
    StringBuilder models = new StringBuilder();
    for (int i = 0; i < trees; i++) {
      StringBuilder tree = new StringBuilder();
      node(tree, "<True/>", depth, i, -4, 4);
      String model =
          "<TreeModel functionName=\"regression\" missingValueStrategy=\"nullPrediction\">"
              + schema(trees == 1)
              + tree
              + "</TreeModel>";
      models.append(
          trees == 1 ? model : "<Segment id=\"" + i + "\"><True/>" + model + "</Segment>");
    }
    String model =
        trees == 1
            ? models.toString()
            : "<MiningModel functionName=\"regression\">"
                + schema(true)
                + "<Segmentation multipleModelMethod=\"sum\">"
                + models
                + "</Segmentation></MiningModel>";
    return """
        <PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4">
          <Header/>
          <DataDictionary>
            <DataField name="y" optype="continuous" dataType="double"/>
            <DataField name="a" optype="continuous" dataType="double"/>
            <DataField name="b" optype="continuous" dataType="double"/>
          </DataDictionary>
          %s
        </PMML>
        """
        .formatted(model)
        .getBytes(UTF_8);
  }

  private static String schema(boolean target) {
    return "<MiningSchema>"
        + (target ? "<MiningField name=\"y\" usageType=\"target\"/>" : "")
        + "<MiningField name=\"a\"/><MiningField name=\"b\"/></MiningSchema>";
  }

  /** Halves the range of either field in turn. */
  private static void node(
      StringBuilder tree, String predicate, int depth, int seed, double low, double high) {
    double middle = (low + high) / 2 + seed * 1e-3;
    if (depth == 0) {
      tree.append(String.format(Locale.ROOT, "<Node score=\"%s\">%s</Node>", middle, predicate));
      return;
    }
    String field = depth % 2 == 0 ? "a" : "b";
    tree.append("<Node>").append(predicate);
    node(tree, test(field, "lessOrEqual", middle), depth - 1, seed, low, middle + 1);
    node(tree, test(field, "greaterThan", middle), depth - 1, seed, middle - 1, high);
    tree.append("</Node>");
  }

  private static String test(String field, String operator, double value) {
    return String.format(
        Locale.ROOT,
        "<SimplePredicate field=\"%s\" operator=\"%s\" value=\"%s\"/>",
        field,
        operator,
        value);
  }
}
