package io.scorejar.transpiler.compiled;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * Draws a PMML tree: every predicate, strategy and kind of field, over derived fields as well;
 * nodes without a score, of no records, or with the probabilities of some categories only.
 */
final class RandomTree {

  private static final List<String> NUMBERS =
      List.of(
          "x", "y", "f", "i", "scaled", "falling", "clipped", "line", "bin", "isA", "mapped",
          "ratio", "log");

  private static final String FIELDS =
      """
      <DataDictionary>
        <DataField name="t" optype="%s" dataType="%s">%s</DataField>
        <DataField name="x" optype="continuous" dataType="double"/>
        <DataField name="y" optype="continuous" dataType="double"/>
        <DataField name="f" optype="continuous" dataType="float"/>
        <DataField name="i" optype="continuous" dataType="integer"/>
        <DataField name="c" optype="categorical" dataType="string">
          <Value value="a"/><Value value="b"/><Value value="c"/><Value value="d"/>
        </DataField>
        <DataField name="b" optype="categorical" dataType="boolean"/>
      </DataDictionary>
      <TransformationDictionary>
        <DerivedField name="scaled" optype="continuous" dataType="double">
          <Apply function="/"><Apply function="-"><FieldRef field="x"/><Constant>0.3</Constant>
          </Apply><Constant>1.7</Constant></Apply>
        </DerivedField>
        <DerivedField name="falling" optype="continuous" dataType="float">
          <Apply function="*"><FieldRef field="y"/><Constant>-0.7</Constant></Apply>
        </DerivedField>
        <DerivedField name="clipped" optype="continuous" dataType="double">
          <Apply function="if">
            <Apply function="isMissing"><FieldRef field="x"/></Apply>
            <Constant>0.25</Constant>
            <Apply function="min"><Apply function="max"><FieldRef field="x"/>
              <Constant>-1.0</Constant></Apply><Constant>1.0</Constant></Apply>
          </Apply>
        </DerivedField>
        <DerivedField name="line" optype="continuous" dataType="double">
          <NormContinuous field="y" outliers="asExtremeValues" mapMissingTo="0.125">
            <LinearNorm orig="-2" norm="0"/><LinearNorm orig="0.1" norm="0.7"/>
            <LinearNorm orig="3" norm="1"/>
          </NormContinuous>
        </DerivedField>
        <DerivedField name="bin" optype="continuous" dataType="integer">
          <Discretize field="x" dataType="integer" defaultValue="7">
            <DiscretizeBin binValue="1"><Interval closure="openClosed" rightMargin="-0.5"/>
            </DiscretizeBin>
            <DiscretizeBin binValue="3"><Interval closure="openOpen" leftMargin="-0.5"
              rightMargin="0.75"/></DiscretizeBin>
          </Discretize>
        </DerivedField>
        <DerivedField name="isA" optype="continuous" dataType="double">
          <NormDiscrete field="c" value="a"/>
        </DerivedField>
        <DerivedField name="mapped" optype="continuous" dataType="double">
          <MapValues outputColumn="out" dataType="double" defaultValue="0.5" mapMissingTo="-1">
            <FieldColumnPair field="c" column="in"/>
            <InlineTable><row><in>a</in><out>-0.25</out></row><row><in>c</in><out>1.5</out></row>
            </InlineTable>
          </MapValues>
        </DerivedField>
        <DerivedField name="ratio" optype="continuous" dataType="double">
          <Apply function="/"><FieldRef field="x"/><FieldRef field="y"/></Apply>
        </DerivedField>
        <DerivedField name="log" optype="continuous" dataType="double">
          <Apply function="if">
            <Apply function="isMissing"><FieldRef field="y"/></Apply>
            <Constant>0.5</Constant>
            <Apply function="ln"><FieldRef field="x"/></Apply>
          </Apply>
        </DerivedField>
      </TransformationDictionary>
      """;

  private final Random random;
  private final boolean classes;
  private final boolean binary;
  private final boolean odd;
  private int nodes;

  private RandomTree(Random random) {
    this.random = random;
    this.classes = random.nextBoolean();
    this.binary = random.nextInt(3) == 0;
    this.odd = random.nextInt(3) == 0;
  }

  /** The document of a seed. */
  static byte[] xml(long seed) {
    return new RandomTree(new Random(seed * 0x9E3779B97F4A7C15L))
        .document()
        .getBytes(StandardCharsets.UTF_8);
  }

  private String document() {
    String missing =
        pick("none", "none", "lastPrediction", "nullPrediction", "defaultChild", "defaultChild");
    String noTrue = pick("returnNullPrediction", "returnLastPrediction");
    StringBuilder xml = new StringBuilder();
    xml.append("<PMML xmlns=\"http://www.dmg.org/PMML-4_4\" version=\"4.4\"><Header/>");
    xml.append(
        classes
            ? FIELDS.formatted("categorical", "string", "<Value value=\"p\"/><Value value=\"q\"/>")
            : FIELDS.formatted("continuous", "double", ""));
    xml.append(
        "<TreeModel functionName=\"%s\"".formatted(classes ? "classification" : "regression"));
    xml.append(
        " missingValueStrategy=\"%s\" noTrueChildStrategy=\"%s\" splitCharacteristic=\"%s\">"
            .formatted(missing, noTrue, binary ? "binarySplit" : "multiSplit"));
    xml.append("<MiningSchema><MiningField name=\"t\" usageType=\"target\"/>");
    for (String field : List.of("x", "y", "f", "i", "b")) {
      xml.append("<MiningField name=\"%s\"%s/>".formatted(field, treatment(field)));
    }
    xml.append("<MiningField name=\"c\" invalidValueTreatment=\"asIs\"/></MiningSchema>");
    if (classes) {
      xml.append("<Output>");
      for (String category : List.of("p", "q")) {
        xml.append(
            "<OutputField name=\"of %s\" dataType=\"double\" feature=\"probability\" value=\"%s\"/>"
                .formatted(category, category));
      }
      xml.append("</Output>");
    }
    node(xml, "<True/>", 0);
    return xml.append("</TreeModel></PMML>").toString();
  }

  private String treatment(String field) {
    return random.nextInt(4) > 0
        ? ""
        : " missingValueReplacement=\"%s\"".formatted(field.equals("b") ? "true" : "1");
  }

  private void node(StringBuilder xml, String predicate, int depth) {
    int id = nodes++;
    boolean leaf = depth > 4 || (depth > 0 && random.nextInt(4) == 0);
    int children = leaf ? 0 : binary ? 2 : 1 + random.nextInt(3);
    StringBuilder below = new StringBuilder();
    int first = nodes;
    int[] ids = new int[children];
    for (int child = 0; child < children; child++) {
      ids[child] = nodes;
      boolean rest = child == children - 1 && random.nextInt(3) == 0;
      node(below, rest ? "<True/>" : predicate(2), depth + 1);
    }
    String score = classes ? pick("p", "q") : Double.toString(random.nextInt(1000) / 8.0);
    xml.append("<Node id=\"%d\"".formatted(id));
    if (!odd || random.nextInt(5) > 0) {
      xml.append(" score=\"%s\"".formatted(score));
    }
    if (random.nextBoolean()) {
      xml.append(" recordCount=\"%d\"".formatted(random.nextInt(20)));
    }
    if (nodes > first) {
      xml.append(" defaultChild=\"%d\"".formatted(ids[random.nextInt(children)]));
    }
    xml.append(">").append(predicate);
    if (classes && (!odd || random.nextInt(5) > 0)) {
      distribution(xml);
    }
    xml.append(below).append("</Node>");
  }

  private void distribution(StringBuilder xml) {
    double share = random.nextInt(9) / 8.0;
    boolean probabilities = random.nextInt(4) == 0;
    for (String category : List.of("p", "q")) {
      if (!odd || random.nextInt(5) > 0) {
        xml.append(
            "<ScoreDistribution value=\"%s\" recordCount=\"%d\""
                .formatted(category, (odd ? 0 : 1) + random.nextInt(9)));
        double probability = category.equals("p") ? share : 1 - share;
        xml.append(probabilities ? " probability=\"%s\"/>".formatted(probability) : "/>");
      }
    }
  }

  private String predicate(int depth) {
    int kind = random.nextInt(depth > 0 ? 12 : 10);
    if (kind == 8 && random.nextInt(3) == 0) {
      return random.nextBoolean() ? "<False/>" : "<True/>";
    }
    if (kind == 8 || kind == 9) {
      return random.nextBoolean()
          ? among(number(), "real", pick("0 1", "-1 0.5 3", "1", "0.25 0"))
          : among(pick("i", "bin"), "int", pick("1 3", "0 7", "2"));
    }
    if (kind < 4) {
      String operator = pick("lessThan", "lessOrEqual", "greaterThan", "greaterOrEqual");
      return simple(number(), operator, threshold());
    }
    if (kind == 4) {
      return simple(number(), pick("equal", "notEqual"), pick("0", "1", "3"));
    }
    if (kind == 5) {
      String field = pick("x", "c", "b", "scaled", "clipped");
      return "<SimplePredicate field=\"%s\" operator=\"%s\"/>"
          .formatted(field, pick("isMissing", "isNotMissing"));
    }
    if (kind == 6) {
      return random.nextBoolean()
          ? simple("c", pick("equal", "notEqual"), pick("a", "b", "d"))
          : simple("b", "equal", pick("true", "false"));
    }
    if (kind == 7) {
      return among("c", "string", pick("a b", "b c", "d a", "&quot;b&quot;"));
    }
    StringBuilder parts = new StringBuilder();
    int count = 2 + random.nextInt(2);
    for (int i = 0; i < count; i++) {
      parts.append(predicate(depth - 1));
    }
    return "<CompoundPredicate booleanOperator=\"%s\">%s</CompoundPredicate>"
        .formatted(pick("and", "or", "xor", "surrogate"), parts);
  }

  private String number() {
    return NUMBERS.get(random.nextInt(NUMBERS.size()));
  }

  private String threshold() {
    return random.nextInt(3) == 0
        ? pick("0", "1", "-1", "0.5", "0.1")
        : Double.toString(random.nextInt(61) / 20.0 - 1.5);
  }

  private String among(String field, String type, String values) {
    return ("<SimpleSetPredicate field=\"%s\" booleanOperator=\"%s\">"
            + "<Array type=\"%s\">%s</Array></SimpleSetPredicate>")
        .formatted(field, pick("isIn", "isNotIn"), type, values);
  }

  private static String simple(String field, String operator, String value) {
    return "<SimplePredicate field=\"%s\" operator=\"%s\" value=\"%s\"/>"
        .formatted(field, operator, value);
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }
}
