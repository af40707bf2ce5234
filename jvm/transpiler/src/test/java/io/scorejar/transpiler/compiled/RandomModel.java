package io.scorejar.transpiler.compiled;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Draws PMML models that are no trees, over fields of every type, with missing values. */
final class RandomModel {

  private static final List<String> NUMBERS = List.of("x", "y", "i", "f");

  private static final String FIELDS =
      """
      <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4"><Header/>
      <DataDictionary>
        <DataField name="t" optype="categorical" dataType="string">
          <Value value="p"/><Value value="q"/><Value value="r"/>
        </DataField>
        <DataField name="s" optype="continuous" dataType="double"/>
        <DataField name="x" optype="continuous" dataType="double"/>
        <DataField name="y" optype="continuous" dataType="double"/>
        <DataField name="f" optype="continuous" dataType="float"/>
        <DataField name="i" optype="continuous" dataType="integer"/>
        <DataField name="c" optype="categorical" dataType="string">
          <Value value="a"/><Value value="b"/><Value value="c"/><Value value="d"/>
        </DataField>
        <DataField name="b" optype="categorical" dataType="boolean"/>
      </DataDictionary>
      """;

  private static final String SCHEMA =
      """
      <MiningSchema><MiningField name="%s" usageType="target"/><MiningField name="x"/>
      <MiningField name="y"/><MiningField name="f"/><MiningField name="i"/>
      <MiningField name="c" invalidValueTreatment="asIs"/><MiningField name="b"/></MiningSchema>
      """;

  private final Random random;

  private RandomModel(long seed) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
  }

  private static byte[] document(String model) {
    return (FIELDS + model + "</PMML>").getBytes(StandardCharsets.UTF_8);
  }

  private String pick(String... words) {
    return words[random.nextInt(words.length)];
  }

  private double number() {
    return random.nextInt(3) == 0 ? random.nextInt(9) - 4 : random.nextGaussian();
  }

  /** A scorecard whose reason codes stand at characteristics, attributes or both. */
  static byte[] scorecard(long seed) {
    return document(new RandomModel(seed).scorecard());
  }

  private String scorecard() {
    StringBuilder xml = new StringBuilder();
    xml.append(
        "<Scorecard functionName=\"regression\" initialScore=\"%s\" reasonCodeAlgorithm=\"%s\">"
            .formatted(number(), pick("pointsAbove", "pointsBelow")));
    xml.append(SCHEMA.formatted("s")).append("<Output>");
    xml.append("<OutputField name=\"score\" feature=\"predictedValue\" dataType=\"double\"/>");
    for (int rank = 1; rank <= 4; rank++) {
      xml.append(
          "<OutputField name=\"reason %d\" feature=\"reasonCode\" rank=\"%d\" dataType=\"string\"/>"
              .formatted(rank, rank));
    }
    xml.append("</Output>");
    if (random.nextBoolean()) {
      xml.append(
          "<Targets><Target field=\"s\" rescaleFactor=\"%s\" min=\"-9\" max=\"9\"%s/></Targets>"
              .formatted(number(), pick("", " castInteger=\"ceiling\"")));
    }
    xml.append("<Characteristics>");
    boolean byAttribute = random.nextBoolean();
    for (int i = 1 + random.nextInt(5); i >= 0; i--) {
      characteristic(xml, byAttribute);
    }
    return xml.append("</Characteristics></Scorecard>").toString();
  }

  private void characteristic(StringBuilder xml, boolean byAttribute) {
    xml.append(
        "<Characteristic reasonCode=\"%s\" baselineScore=\"%s\">"
            .formatted(pick("A", "B", "C", "D"), number()));
    for (int i = random.nextInt(3); i >= 0; i--) {
      attribute(xml, byAttribute, predicate());
    }
    if (random.nextInt(4) > 0) {
      attribute(xml, byAttribute, "<True/>");
    }
    xml.append("</Characteristic>");
  }

  private void attribute(StringBuilder xml, boolean byAttribute, String predicate) {
    String code = byAttribute ? pick("", " reasonCode=\"%s\"".formatted(pick("A", "C", "E"))) : "";
    xml.append("<Attribute partialScore=\"%s\"%s>".formatted(number(), code)).append(predicate);
    if (random.nextInt(5) == 0) {
      xml.append(
          "<ComplexPartialScore><Apply function=\"+\"><FieldRef field=\"%s\"/><Constant>%s</Constant></Apply></ComplexPartialScore>"
              .formatted(NUMBERS.get(random.nextInt(2)), random.nextGaussian()));
    }
    xml.append("</Attribute>");
  }

  private String predicate() {
    return switch (random.nextInt(4)) {
      case 0 ->
          "<SimplePredicate field=\"c\" operator=\"equal\" value=\"%s\"/>"
              .formatted(pick("a", "b"));
      case 1 ->
          "<SimplePredicate field=\"%s\" operator=\"isMissing\"/>"
              .formatted(NUMBERS.get(random.nextInt(4)));
      default ->
          "<SimplePredicate field=\"%s\" operator=\"%s\" value=\"%s\"/>"
              .formatted(
                  NUMBERS.get(random.nextInt(4)), pick("lessThan", "greaterOrEqual"), number());
    };
  }

  /** A model of counts, densities and bins. */
  static byte[] bayes(long seed) {
    return document(new RandomModel(seed).bayes());
  }

  private String bayes() {
    StringBuilder xml = new StringBuilder();
    xml.append(
        "<NaiveBayesModel functionName=\"classification\" threshold=\"%s\">"
            .formatted(pick("0", "0.001", "1e-300")));
    xml.append(SCHEMA.formatted("t")).append("<Output>");
    for (String category : List.of("q", "p", "r")) {
      xml.append(
          "<OutputField name=\"of %s\" feature=\"probability\" value=\"%s\" dataType=\"double\"/>"
              .formatted(category, category));
    }
    xml.append(
        "<OutputField name=\"likely\" feature=\"probability\" dataType=\"double\"/></Output>");
    xml.append("<BayesInputs>");
    for (String field : List.of("x", "f", "i")) {
      densities(xml, field);
    }
    if (random.nextBoolean()) {
      pairs(xml, "c", "", "a", "b", "d");
    }
    if (random.nextBoolean()) {
      pairs(xml, "b", "", "true", "false");
    }
    pairs(
        xml,
        "y",
        """
        <DerivedField optype="categorical" dataType="string"><Discretize field="y">
          <DiscretizeBin binValue="low"><Interval closure="openClosed" rightMargin="-0.5"/>
          </DiscretizeBin>
          <DiscretizeBin binValue="middle"><Interval closure="openClosed" leftMargin="-0.5"
            rightMargin="1"/></DiscretizeBin>
        </Discretize></DerivedField>
        """,
        "low",
        "middle");
    xml.append("</BayesInputs><BayesOutput fieldName=\"t\">");
    counts(xml, "p", "r", "q");
    return xml.append("</BayesOutput></NaiveBayesModel>").toString();
  }

  private void densities(StringBuilder xml, String field) {
    xml.append("<BayesInput fieldName=\"%s\"><TargetValueStats>".formatted(field));
    for (String category : List.of("p", "q", "r")) {
      xml.append(
          "<TargetValueStat value=\"%s\"><GaussianDistribution mean=\"%s\" variance=\"%s\"/></TargetValueStat>"
              .formatted(category, number(), random.nextDouble() + 0.01));
    }
    xml.append("</TargetValueStats></BayesInput>");
  }

  private void pairs(StringBuilder xml, String field, String bins, String... values) {
    xml.append("<BayesInput fieldName=\"%s\">".formatted(field)).append(bins);
    for (String value : values) {
      xml.append("<PairCounts value=\"%s\">".formatted(value));
      counts(xml, "p", "q", "r");
      xml.append("</PairCounts>");
    }
    xml.append("</BayesInput>");
  }

  private void counts(StringBuilder xml, String... categories) {
    xml.append("<TargetValueCounts>");
    for (String category : categories) {
      int count = random.nextInt(6);
      if (count < 5 || category.equals("q") || xml.indexOf("<BayesOutput") > 0) {
        xml.append(
            "<TargetValueCount value=\"%s\" count=\"%d\"/>".formatted(category, count + count % 2));
      }
    }
    xml.append("</TargetValueCounts>");
  }

  /** Nearest neighbours in a small table of few numbers, so that distances and votes tie. */
  static byte[] neighbours(long seed) {
    return document(new RandomModel(seed).neighbours());
  }

  private String neighbours() {
    boolean classes = random.nextBoolean();
    String measure =
        pick("euclidean", "squaredEuclidean", "cityBlock", "minkowski p-parameter=\"3\"");
    StringBuilder xml = new StringBuilder();
    xml.append(
        "<NearestNeighborModel functionName=\"%s\" numberOfNeighbors=\"%d\" threshold=\"0.25\" instanceIdVariable=\"id\" %s>"
            .formatted(
                classes ? "classification" : "regression",
                2 + random.nextInt(4),
                classes
                    ? "categoricalScoringMethod=\"%s\""
                        .formatted(pick("majorityVote", "weightedMajorityVote"))
                    : "continuousScoringMethod=\"%s\""
                        .formatted(pick("average", "weightedAverage"))));
    xml.append(SCHEMA.formatted(classes ? "t" : "s")).append("<Output>");
    xml.append("<OutputField name=\"nearest\" feature=\"entityId\" dataType=\"string\"/>");
    xml.append("<OutputField name=\"distance\" feature=\"entityAffinity\" dataType=\"double\"/>");
    xml.append("<OutputField name=\"next\" feature=\"entityId\" rank=\"2\" dataType=\"string\"/>");
    xml.append("<OutputField name=\"its\" feature=\"affinity\" rank=\"2\" dataType=\"double\"/>");
    xml.append("</Output><TrainingInstances><InstanceFields>");
    for (String field : List.of("id", "x", "i", "c", classes ? "t" : "s")) {
      xml.append("<InstanceField field=\"%s\" column=\"%s\"/>".formatted(field, "c" + field));
    }
    xml.append("</InstanceFields><InlineTable>");
    for (int row = 0; row < 12; row++) {
      xml.append(
          "<row><cid>row %d</cid><cx>%s</cx><ci>%d</ci><cc>%s</cc>"
              .formatted(row, random.nextInt(5) / 2.0 - 1, random.nextInt(3), pick("a", "b", "d")));
      String answer = classes ? pick("p", "q", "r") : Double.toString(number());
      xml.append((classes ? "<ct>%s</ct></row>" : "<cs>%s</cs></row>").formatted(answer));
    }
    xml.append("</InlineTable></TrainingInstances>");
    xml.append("<ComparisonMeasure kind=\"distance\"><%s/></ComparisonMeasure>".formatted(measure));
    xml.append("<KNNInputs><KNNInput field=\"x\"/><KNNInput field=\"i\" fieldWeight=\"0.5\"/>");
    xml.append("<KNNInput field=\"c\" compareFunction=\"delta\"/></KNNInputs>");
    return xml.append("</NearestNeighborModel>").toString();
  }
}
