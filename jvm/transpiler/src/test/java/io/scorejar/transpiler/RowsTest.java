package io.scorejar.transpiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.internal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that makes rows, as Python runs it. */
final class RowsTest {

  @TempDir Path folder;

  private Programs.End rows(String... more) {
    Path pmml = Programs.pmml(folder, "trees.pmml");
    String[] arguments =
        Arrays.copyOf(
            new String[] {"--pmml", pmml.toString(), "--out", out().toString()}, 4 + more.length);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Programs.run(Rows.OPTIONS, Rows::run, arguments);
  }

  private Path out() {
    return folder.resolve("rows.json");
  }

  private Map<?, ?> written() throws IOException {
    return (Map<?, ?>) Json.read(Files.readAllBytes(out()));
  }

  @Test
  void rows_are_written_as_evidence_has_them_and_the_coverage_is_told() throws IOException {
    Programs.End end = rows();
    assertEquals(0, end.code(), end.error());
    Map<?, ?> json = written();
    assertEquals(List.of("age", "job"), json.get("inputs"));
    List<?> rows = (List<?>) json.get("rows");
    assertTrue(rows.stream().anyMatch(row -> ((List<?>) row).get(0) == null));
    assertTrue(rows.stream().anyMatch(row -> "Infinity".equals(((List<?>) row).get(0))));
    assertTrue(
        rows.stream()
            .anyMatch(
                row -> ((List<?>) row).get(0) instanceof Double age && age == Math.nextUp(40.0)));
    Map<?, ?> coverage = (Map<?, ?>) end.json().get("coverage");
    assertEquals((long) rows.size(), coverage.get("rows"));
    assertEquals(rows.size(), ((List<?>) json.get("kinds")).size());
    assertEquals(Map.of("covered", 4L, "of", 4L), coverage.get("leaves"));
  }

  @Test
  void real_rows_come_first() throws IOException {
    Path real = folder.resolve("real.json");
    Files.writeString(
        real, "{\"inputs\": [\"job\", \"age\"], \"rows\": [[\"nurse\", 31.5], [null, 62]]}");
    Programs.End end = rows("--real", real.toString(), "--seed", "3", "--most", "20");
    assertEquals(0, end.code(), end.error());
    Map<?, ?> json = written();
    List<?> rows = (List<?>) json.get("rows");
    assertEquals(List.of(31.5, "nurse"), rows.get(0));
    assertEquals(Arrays.asList(62.0, null), rows.get(1));
    assertEquals(List.of("real", "real"), ((List<?>) json.get("kinds")).subList(0, 2));
    assertTrue(rows.size() <= 20, rows.size() + " rows");
  }

  @Test
  void no_rows_are_no_answer() {
    Programs.End end = rows("--most", "0");
    assertEquals(2, end.code());
    assertEquals("error: --most: expected at least one row, got 0", end.error());
  }
}
