package io.scorejar.transpiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.scorejar.Range;
import io.scorejar.Rule;
import io.scorejar.Schema;
import io.scorejar.jpmml.Evaluators;
import io.scorejar.jpmml.Pmml;
import io.scorejar.jpmml.PmmlSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.dmg.pmml.DataType;
import org.dmg.pmml.PMML;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ColumnRulesTest {

  private static final Path TREES = Path.of("src/test/resources/io/scorejar/transpiler/trees.pmml");

  @TempDir Path folder;

  private Map<String, ColumnRules> read(String json) throws IOException {
    return ColumnRules.read(Files.writeString(folder.resolve("c.json"), json));
  }

  @Test
  void a_file_says_of_each_column_what_it_takes() throws Exception {
    assertEquals(
        Map.of(
            "age",
            new ColumnRules(Optional.empty(), true, false, new Range(0, Double.POSITIVE_INFINITY)),
            "born",
            new ColumnRules(Optional.of(DataType.DATE), false, false, Range.ALL)),
        read(
            "{\"age\": {\"missing\": \"refused\", \"range\": [0, null]},"
                + " \"born\": {\"type\": \"date\"}}"));
  }

  @Test
  void the_schema_of_the_pmml_says_it_then() throws Exception {
    PMML pmml = Pmml.read(Files.readAllBytes(TREES));
    String name = PmmlSchema.of(Evaluators.of(pmml)).inputs().get(0).name();
    ColumnRules.apply(
        read("{\"" + name + "\": {\"missing\": \"refused\", \"range\": [-1, 2.5]}}"), pmml);
    Schema schema = PmmlSchema.of(Evaluators.of(pmml));
    assertEquals(new Range(-1, 2.5), schema.inputs().get(0).range());
    assertEquals(Rule.REFUSED, schema.inputs().get(0).missing());
    assertEquals(Range.ALL, schema.inputs().get(1).range());
    assertEquals(Rule.ACCEPTED, schema.inputs().get(1).missing());
  }
}
