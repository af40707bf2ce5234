package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StatisticsTest {

  static final String AGE =
      "{\"name\":\"age\",\"missing\":10,\"edges\":[20,40.5],\"counts\":[30,40,20],"
          + "\"least\":18,\"greatest\":77}";
  static final String JOB =
      "{\"name\":\"job\",\"missing\":0,\"values\":[\"nurse\"],\"counts\":[60],\"other\":40}";
  static final String SCORE = "{\"name\":\"score\",\"missing\":0,\"edges\":[],\"counts\":[9]}";

  static Statistics of(Schema schema, String... columns) {
    return read(schema, String.join(",", columns), SCORE);
  }

  private static Statistics read(Schema schema, String columns, String scores) {
    String json = "{\"source\":\"all\",\"columns\":[" + columns + "],\"scores\":[" + scores + "]}";
    return Statistics.read(json.getBytes(StandardCharsets.UTF_8), schema);
  }

  private static Statistics read(String columns) {
    return read(TestModel.schema(), columns, SCORE);
  }

  private static Schema with(Input input) {
    return new Schema(List.of(input), List.of(TestModel.SCORE));
  }

  @Test
  void aNumberBelongsToTheBinWhoseUpperEdgeItDoesNotExceed() {
    Distribution age = read(AGE).columns().get(0);
    assertEquals(0, age.place(Double.NEGATIVE_INFINITY));
    assertEquals(0, age.place(20));
    assertEquals(1, age.place(Math.nextUp(20.0)));
    assertEquals(1, age.place(40.5));
    assertEquals(2, age.place(Double.POSITIVE_INFINITY));
    assertEquals(4, age.place(Double.NaN), "missing stands before unseen");
    assertEquals(6, age.bins());
  }

  @Test
  void aCategoryWithoutABinIsOtherAndNoCategoryIsUnseen() {
    Distribution job = read(JOB).columns().get(1);
    assertEquals(1, job.place(0), "a clerk is known, but not listed");
    assertEquals(0, job.place(1));
    assertEquals(2, job.place(Double.NaN));
    assertEquals(3, job.place(-1));
  }

  @Test
  void aValueThatTheSchemaDoesNotKnowCountsAsUnseenInTraining() {
    Distribution job =
        StatisticsTest.of(
                with(TestModel.text("job", Rule.ACCEPTED, "nurse")),
                JOB.replace("[\"nurse\"]", "[\"nurse\",\"pope\"]").replace("[60]", "[60,3]"))
            .columns()
            .get(0);
    assertEquals(
        Map.of("counts", List.of(60L), "other", 40L, "missing", 0L, "unseen", 3L),
        job.toJson().get("training"));
  }

  @Test
  void freeTextIsPlacedByItsValue() {
    Distribution all =
        of(with(TestModel.text("job", Rule.ACCEPTED)), JOB.replace(":40", ":0")).columns().get(0);
    assertEquals(0, all.place(all.encode("nurse")));
    assertEquals(3, all.place(all.encode("pope")), "training had no other values");
    assertEquals(2, all.place(all.encode(null)));
    Distribution some = of(with(TestModel.text("job", Rule.ACCEPTED)), JOB).columns().get(0);
    assertEquals(1, some.place(some.encode("pope")), "training had others, too");
  }

  @Test
  void aNumberThatIsNoCategoryIsUnseen() {
    Input input = new Input("age", Type.DOUBLE, List.of(1.0), Rule.ACCEPTED, Rule.ACCEPTED);
    Distribution age = of(with(input), AGE).columns().get(0);
    assertEquals(0, age.place(1));
    assertEquals(5, age.place(2));
  }

  @Test
  void columnsWithoutStatisticsHaveNone() {
    assertNull(read(AGE).columns().get(1));
    assertEquals(2, read(AGE).scores().size());
    assertNull(read(AGE).scores().get(1));
  }

  @Test
  void statisticsThatDoNotFitAreRefusedByPlace() {
    refused(
        "statistics.json.columns: expected columns of the schema, got 'pay'",
        AGE.replace("age", "pay"));
    refused("statistics.json.columns: expected each name once, got 'age' twice", AGE + "," + AGE);
    refused(
        "statistics.json.columns[0]: edges: expected rising numbers, got 20 (place 1)",
        AGE.replace("40.5", "20"));
    refused(
        "statistics.json.columns[0]: counts: expected one a bin of at most 1000, got 2 for 3",
        AGE.replace("30,", ""));
    refused(
        "statistics.json.columns[0]: counts: expected whole numbers from 0 on, got -30",
        AGE.replace("30", "-30"));
    refused(
        "statistics.json.columns[0].missing: expected a whole number, got 'x'",
        AGE.replace("10", "\"x\""));
    refused(
        "statistics.json.columns[0].edges: expected a list, got none",
        AGE.replace("edges", "values"));
    refused(
        "statistics.json.columns[0]: other: expected 0 or more, got -4", JOB.replace("40", "-4"));
    refused("statistics.json: expected ',', got ']' at character 28", "]");
  }

  private static void refused(String said, String columns) {
    assertEquals(said, assertThrows(BadModelException.class, () -> read(columns)).getMessage());
  }
}
