package io.scorejar;

import io.scorejar.internal.Json;
import io.scorejar.internal.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a jar says about itself: {@code META-INF/scorejar/model.json}, read and written here and
 * described in {@code docs/jar.md}. Immutable.
 *
 * <p>How to change the format: a field that old readers may ignore is added without further ado,
 * since readers skip names that they do not know; reading it must then allow for its absence. Any
 * other change, to this file or to the layout of the jar, takes the next {@link #FORMAT}; this
 * class then still reads the numbers before it, and a jar of each old format is kept among the test
 * resources. {@code docs/jar.md} changes in the same commit.
 *
 * @param model the model's name: lower-case letters, digits, {@code -} and {@code _}
 * @param version from 1 to 10^15
 * @param engines the engines that the jar holds, in the order in which {@code auto} takes them
 * @param declined the engines that it does not hold, each with the cause in a sentence
 * @param repairs what was changed in the PMML before it was translated, and why
 * @param pmmlSha256 the SHA-256 of the PMML that the model came as, in lower-case hex
 * @param tools what made the jar: names and versions
 */
public record Manifest(
    String model,
    long version,
    Schema schema,
    List<String> engines,
    Map<String, String> declined,
    List<String> repairs,
    String pmmlSha256,
    Map<String, String> tools,
    Proof proof) {

  /** The one format that this release writes and reads. */
  public static final int FORMAT = 1;

  /** Where the manifest stands in a jar. */
  public static final String ENTRY = "META-INF/scorejar/model.json";

  private static final String SHA_256 = "[0-9a-f]{64}";

  /**
   * A manifest of format 1.
   *
   * @throws BadModelException if a name or number is out of its range, or no engine is named
   */
  public Manifest {
    engines = List.copyOf(engines);
    declined = Collections.unmodifiableMap(new LinkedHashMap<>(declined));
    repairs = List.copyOf(repairs);
    tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
    ModelVersion.requireModel(model);
    ModelVersion.requireNumber(version);
    if (engines.isEmpty()) {
      throw new BadModelException("engines: expected at least one, got none");
    }
    if (!pmmlSha256.matches(SHA_256)) {
      throw new BadModelException(
          "pmml_sha256: expected 64 hex digits, got " + Values.shown(pmmlSha256));
    }
  }

  /** The manifest as the bytes of {@code model.json}. */
  public byte[] write() {
    return Json.write(toJson()).getBytes(StandardCharsets.UTF_8);
  }

  /** The manifest as maps, lists, strings and numbers. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("model", model);
    json.put("version", version);
    json.put("schema", schema.toJson());
    json.put("engines", engines);
    json.put("declined", declined);
    json.put("repairs", repairs);
    json.put("pmml_sha256", pmmlSha256);
    json.put("tools", tools);
    json.put("proof", proof.toJson());
    return json;
  }

  /**
   * Reads {@code model.json}.
   *
   * @throws BadModelException if it is not a manifest of a known format
   */
  public static Manifest read(byte[] json) {
    try {
      return read(Fields.of("model.json", Json.read(json)));
    } catch (JsonException e) {
      throw new BadModelException("model.json: " + e.getMessage(), e);
    }
  }

  private static Manifest read(Fields fields) {
    long format = fields.integer("format");
    if (format != FORMAT) {
      throw new BadModelException("model.json: expected format " + FORMAT + ", got " + format);
    }
    return fields.within(
        () ->
            new Manifest(
                fields.string("model"),
                fields.integer("version"),
                Schema.fromJson(fields.object("schema").map()),
                fields.strings("engines"),
                fields.texts("declined"),
                fields.strings("repairs"),
                fields.string("pmml_sha256"),
                fields.texts("tools"),
                Proof.read(fields.object("proof"))));
  }
}
