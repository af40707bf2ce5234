package io.scorejar.transpiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.scorejar.transpiler.Programs.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DescribeTest {

  @TempDir Path folder;

  private static End describe(Path pmml) {
    return Programs.run(List.of("--pmml"), Describe::run, "--pmml", pmml.toString());
  }

  @Test
  void the_schema_is_told_as_model_json_has_it() {
    Map<String, Object> schema =
        Map.of(
            "inputs", List.of(Map.of("name", "x", "type", "double", "missing", "accepted")),
            "outputs",
                List.of(
                    Map.of(
                        "name",
                        "cluster",
                        "type",
                        "string",
                        "categories",
                        List.of("near", "far"))));
    assertEquals(
        Map.of("schema", schema, "inner", List.of()),
        describe(Programs.pmml(folder, "clusters.pmml")).json());
  }

  @Test
  void what_is_not_pmml_is_refused_with_the_path_in_front() throws Exception {
    Path file = Files.writeString(folder.resolve("table.pmml"), "age,job\n");
    assertEquals(
        new End(
            3,
            Map.of(),
            "error: "
                + file
                + ": expected PMML, got XML that cannot be read: Content is not allowed in prolog."
                + " (line 1)"),
        describe(file));
  }
}
