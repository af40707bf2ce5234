package io.scorejar.transpiler.compiled;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws a PMML ensemble: every method, predicates of segments, missing predictions, nesting. */
final class RandomEnsemble {

  private static final String FIELDS =
      """
      <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
      <DataDictionary>
        <DataField name="t" %s/DataField>
        <DataField name="x" optype="continuous" dataType="double"/>
        <DataField name="y" optype="continuous" dataType="double"/>
        <DataField name="c" optype="categorical" dataType="string">
          <Value value="a"/><Value value="b"/><Value value="c"/>
        </DataField>
      </DataDictionary>
      <TransformationDictionary>
        <DerivedField name="z" optype="continuous" dataType="double">
          <Apply function="*"><FieldRef field="x"/><FieldRef field="y"/></Apply>
        </DerivedField>
      </TransformationDictionary>
      """;

  private static final String SCHEMA =
      """
      <MiningSchema><MiningField name="t" usageType="target"/><MiningField name="x"/>
        <MiningField name="y"/><MiningField name="c"/></MiningSchema>
      """;

  private static final List<String> CATEGORIES = List.of("p", "q", "r");

  private final Random random;
  private final boolean classes;
  private final boolean treesOnly;
  private final boolean conditional;
  private final String method;

  private RandomEnsemble(Random random, String method, boolean classes) {
    this.random = random;
    this.method = method;
    this.classes = classes;
    this.treesOnly = random.nextBoolean();
    this.conditional = random.nextBoolean();
  }

  /**
   * The document of a seed.
   *
   * @param classes whether it predicts a category, else a number
   */
  static byte[] xml(long seed, String method, boolean classes) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    return new RandomEnsemble(random, method, classes).document().getBytes(StandardCharsets.UTF_8);
  }

  private String document() {
    StringBuilder xml = new StringBuilder();
    xml.append(
        FIELDS.formatted(
            classes
                ? "optype=\"categorical\" dataType=\"string\"><Value value=\"p\"/>"
                    + "<Value value=\"q\"/><Value value=\"r\"/><"
                : "optype=\"continuous\" dataType=\"double\"><"));
    ensemble(xml, method, 2 + random.nextInt(5), probabilities());
    return xml.append("</PMML>").toString();
  }

  private boolean probabilities() {
    return classes && !method.equals("selectFirst");
  }

  private void ensemble(StringBuilder xml, String how, int segments, boolean outputs) {
    String treatment = pick("continue", "returnMissing", "skipSegment");
    String threshold = pick("1", "0.3", "0.5", "0");
    xml.append("<MiningModel functionName=\"%s\">".formatted(function())).append(SCHEMA);
    if (outputs) {
      xml.append("<Output>");
      for (String category : CATEGORIES) {
        xml.append(
            "<OutputField name=\"of %s\" dataType=\"double\" feature=\"probability\" value=\"%s\"/>"
                .formatted(category, category));
      }
      xml.append("</Output>");
    }
    xml.append(
        "<Segmentation multipleModelMethod=\"%s\" missingPredictionTreatment=\"%s\""
            .formatted(how, treatment));
    xml.append(" missingThreshold=\"%s\">".formatted(threshold));
    for (int i = 0; i < segments; i++) {
      xml.append("<Segment id=\"s%d\" weight=\"%s\">".formatted(i, pick("1", "0.1", "0.7", "2")));
      boolean always = !conditional || random.nextInt(3) == 0;
      xml.append(always ? "<True/>" : predicate());
      model(xml);
      xml.append("</Segment>");
    }
    xml.append("</Segmentation></MiningModel>");
  }

  private void model(StringBuilder xml) {
    int kind = treesOnly ? 2 : random.nextInt(4);
    if (kind == 0) {
      xml.append("<RegressionModel functionName=\"%s\"".formatted(function()));
      xml.append(classes ? " normalizationMethod=\"softmax\">" : ">").append(SCHEMA);
      for (String category : classes ? CATEGORIES : List.of("")) {
        xml.append("<RegressionTable intercept=\"%s\"".formatted(number()));
        xml.append(classes ? " targetCategory=\"%s\">".formatted(category) : ">");
        xml.append("<NumericPredictor name=\"x\" coefficient=\"%s\"/>".formatted(number()));
        xml.append("</RegressionTable>");
      }
      xml.append("</RegressionModel>");
    } else if (kind == 1 && xml.length() < 20_000) {
      boolean averages = method.endsWith("verage");
      String inner =
          classes ? pick("average", averages ? "average" : "majorityVote") : pick("sum", "average");
      ensemble(xml, inner, 1 + random.nextInt(3), false);
    } else {
      xml.append(
          "<TreeModel functionName=\"%s\" missingValueStrategy=\"%s\""
              .formatted(function(), pick("none", "nullPrediction", "lastPrediction")));
      xml.append(
          " noTrueChildStrategy=\"%s\">"
              .formatted(pick("returnNullPrediction", "returnLastPrediction")));
      xml.append(SCHEMA);
      node(xml, "<True/>", 0);
      xml.append("</TreeModel>");
    }
  }

  private void node(StringBuilder xml, String predicate, int depth) {
    String score = classes ? pick("p", "q", "r") : number();
    xml.append("<Node score=\"%s\">".formatted(score)).append(predicate);
    if (classes) {
      for (String category : CATEGORIES) {
        xml.append(
            "<ScoreDistribution value=\"%s\" recordCount=\"%d\"/>"
                .formatted(category, 1 + random.nextInt(9)));
      }
    }
    int children = depth > 2 ? 0 : random.nextInt(3);
    for (int i = 0; i < children; i++) {
      node(xml, predicate(), depth + 1);
    }
    xml.append("</Node>");
  }

  private String predicate() {
    List<String> parts = new ArrayList<>();
    parts.add(
        "<SimplePredicate field=\"%s\" operator=\"%s\" value=\"%s\"/>"
            .formatted(pick("x", "y", "z"), pick("lessThan", "greaterOrEqual"), number()));
    parts.add(
        "<SimplePredicate field=\"c\" operator=\"%s\" value=\"%s\"/>"
            .formatted(pick("equal", "notEqual"), pick("a", "b", "c")));
    parts.add(
        "<SimplePredicate field=\"%s\" operator=\"%s\"/>"
            .formatted(pick("x", "y", "c"), pick("isMissing", "isNotMissing")));
    parts.add(
        "<SimpleSetPredicate field=\"c\" booleanOperator=\"%s\"><Array type=\"string\">a c</Array></SimpleSetPredicate>"
            .formatted(pick("isIn", "isNotIn")));
    Collections.shuffle(parts, random);
    return random.nextInt(3) > 0
        ? parts.get(0)
        : "<CompoundPredicate booleanOperator=\"%s\">%s%s</CompoundPredicate>"
            .formatted(pick("and", "or", "xor", "surrogate"), parts.get(0), parts.get(1));
  }

  private String function() {
    return classes ? "classification" : "regression";
  }

  private String number() {
    return Double.toString((random.nextInt(400) - 200) / 64.0);
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }
}
