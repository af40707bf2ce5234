package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DriftWindowTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private long now = -7_000_000_000L; // System.nanoTime may be below zero.

  private DriftWindow window(Schema schema, String... columns) {
    return new DriftWindow(schema, StatisticsTest.of(schema, columns), MINUTE, () -> now);
  }

  private DriftWindow window() {
    return window(TestModel.schema(), StatisticsTest.AGE, StatisticsTest.JOB);
  }

  private void after(double seconds) {
    now += (long) (seconds * 1e9);
  }

  private static Map<?, ?> column(DriftWindow window, int number) {
    return (Map<?, ?>)
        ((Map<?, ?>) ((List<?>) window.toJson().get("columns")).get(number)).get("window");
  }

  @Test
  void rowsAreCountedByBin() {
    DriftWindow window = window();
    assertEquals(0L, window.toJson().get("rows"));
    window.note(new double[] {19, 0, 99, 1, Double.NaN, Double.NaN}, 3, new double[6]);
    assertEquals(3L, window.toJson().get("rows"));
    assertEquals(
        Map.of("counts", List.of(1L, 0L, 1L), "other", 0L, "missing", 1L, "unseen", 0L),
        column(window, 0));
    assertEquals(
        Map.of("counts", List.of(1L), "other", 1L, "missing", 1L, "unseen", 0L), column(window, 1));
    Map<?, ?> score = (Map<?, ?>) ((List<?>) window.toJson().get("scores")).get(0);
    assertEquals("score", score.get("name"));
    assertEquals(List.of(3L), ((Map<?, ?>) score.get("window")).get("counts"));
  }

  @Test
  void rowsLeaveWhenTheWindowHasPassedThem() {
    DriftWindow window = window();
    window.note(new double[] {19, 0}, 1, new double[2]);
    after(30);
    window.note(new double[] {99, 1}, 1, new double[2]);
    assertEquals(2L, window.toJson().get("rows"));
    after(35);
    assertEquals(1L, window.toJson().get("rows"));
    assertEquals(List.of(0L, 0L, 1L), column(window, 0).get("counts"));
    after(1_000_000);
    assertEquals(0L, window.toJson().get("rows"));
    window.note(new double[] {19, 0}, 1, new double[2]);
    assertEquals(1L, window.toJson().get("rows"));
  }

  @Test
  void ofManyRowsAtOnceSomeAreCounted() {
    DriftWindow window = window();
    double[] rows = new double[2 * 20_000];
    for (int i = 0; i < rows.length; i += 2) {
      rows[i] = i < rows.length / 2 ? 19 : 99; // Sorted, as files are.
    }
    window.note(rows, 20_000, new double[rows.length]);
    assertEquals(1_000L, window.toJson().get("rows"));
    long low = (Long) ((List<?>) column(window, 0).get("counts")).get(0);
    assertTrue(Math.abs(low - 500) < 100, "half of them, give or take 16, got " + low);
    for (int slice = 0; slice < 4; slice++) {
      after(0.3);
      window.note(rows, 20_000, new double[rows.length]);
    }
    assertEquals(5 * 1_000L, window.toJson().get("rows"));
  }

  @Test
  void rowsByNameAreCountedByTheirText() {
    Schema schema = TestModel.schema(TestModel.number("age"), TestModel.text("job", Rule.ACCEPTED));
    DriftWindow window = window(schema, StatisticsTest.JOB.replace(":40", ":0"));
    for (String job : new String[] {"nurse", "pope", null}) {
      Map<String, Object> row = new HashMap<>();
      row.put("job", job);
      window.note(row, Map.of("score", 1.5, "label", "low"));
    }
    assertEquals(
        Map.of("counts", List.of(1L), "other", 0L, "missing", 1L, "unseen", 1L), column(window, 0));
  }

  @Test
  void versionsWithoutStatisticsHaveNoWindow() throws IOException {
    Path file = Files.createTempFile("model", ".jar");
    try {
      Files.write(file, TestModel.jar("credit", 7, 1));
      try (ScorerJar jar = ScorerJar.open(file)) {
        jar.watchDrift(MINUTE);
        assertEquals(null, jar.drift());
      }
    } finally {
      Files.delete(file);
    }
  }
}
