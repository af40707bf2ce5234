package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.scorejar.internal.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ManifestTest {

  private static final Manifest MANIFEST =
      TestModel.manifest("credit", 7, TestModel.schema(), "linear", "named");

  private static String refusedWith(String field, Object value) {
    Map<String, Object> json = new LinkedHashMap<>(MANIFEST.toJson());
    json.put(field, value);
    return refused(Json.write(json));
  }

  private static String refused(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return assertThrows(BadModelException.class, () -> Manifest.read(bytes)).getMessage();
  }

  private static Object schemaWithInput(String input) {
    return Json.read("{\"inputs\":[" + input + "],\"outputs\":[]}");
  }

  @Test
  void whatIsWrittenIsRead() {
    assertEquals(MANIFEST, Manifest.read(MANIFEST.write()));
  }

  @Test
  void namesThatNobodyKnowsAreSkipped() {
    Map<String, Object> json = new LinkedHashMap<>(MANIFEST.toJson());
    json.put("colour", "blue");
    assertEquals(MANIFEST, Manifest.read(Json.write(json).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anotherFormatIsRefusedWhateverElseStandsThere() {
    assertEquals("model.json: expected format 1, got 2", refused("{\"format\":2}"));
    assertEquals("model.json.format: expected a whole number, got none", refused("{}"));
  }

  @Test
  void everyFieldIsCheckedInItsPlace() {
    assertEquals("model.json: expected an object, got a list", refused("[]"));
    assertEquals("model.json: expected a value, got the end at character 0", refused(""));
    assertEquals(
        "model.json: model: expected a name like [a-z0-9][a-z0-9_-]{0,62}, got '../x'",
        refusedWith("model", "../x"));
    assertEquals("model.json.model: expected a string, got 1", refusedWith("model", 1));
    assertEquals(
        "model.json: version: expected 1 to 1000000000000000, got 0", refusedWith("version", 0));
    assertEquals(
        "model.json: engines: expected at least one, got none", refusedWith("engines", List.of()));
    assertEquals("model.json.engines: expected strings, got 1", refusedWith("engines", List.of(1)));
    assertEquals(
        "model.json: pmml_sha256: expected 64 hex digits, got 'abc'",
        refusedWith("pmml_sha256", "abc"));
    assertEquals(
        "model.json.declined.x: expected a string, got 1", refusedWith("declined", Map.of("x", 1)));
  }

  @Test
  void everyColumnIsCheckedInItsPlace() {
    assertEquals(
        "model.json: schema.inputs[0].name: expected a string, got none",
        refusedWith("schema", schemaWithInput("{}")));
    assertEquals(
        "model.json: schema.inputs[0]: expected a type such as double or string, got 'decimal'",
        refusedWith("schema", schemaWithInput("{\"name\":\"a\",\"type\":\"decimal\"}")));
    assertEquals(
        "model.json: schema.inputs[0]: expected accepted or refused, got 'maybe'",
        refusedWith(
            "schema",
            schemaWithInput("{\"name\":\"a\",\"type\":\"double\",\"missing\":\"maybe\"}")));
  }

  @Test
  void aJarDoesNotChooseWhatCountsAsEqual() {
    Map<String, Object> proof = new LinkedHashMap<>();
    proof.put("judge", "pipeline");
    proof.put("agreement", "roughly");
    proof.put("rows", 1);
    proof.put("engines", Map.of());
    assertEquals(
        "model.json.proof: agreement: expected bits, ulps, sums or float, got 'roughly'",
        refusedWith("proof", proof));
  }
}
