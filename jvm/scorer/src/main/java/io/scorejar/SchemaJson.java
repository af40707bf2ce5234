package io.scorejar;

import io.scorejar.internal.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The schema's part of {@code model.json}; {@link Manifest} says how the format is changed. */
final class SchemaJson {

  // 53 bits pass unharmed through every JSON reader.
  private static final int ID_BITS = 53;

  private SchemaJson() {}

  static Map<String, Object> write(Schema schema) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("inputs", schema.inputs().stream().map(SchemaJson::write).toList());
    json.put("outputs", schema.outputs().stream().map(SchemaJson::write).toList());
    return json;
  }

  private static Map<String, Object> write(Input input) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", input.name());
    json.put("type", input.type().pmmlName());
    if (!input.categories().isEmpty()) {
      json.put("categories", input.categories().stream().map(Json::value).toList());
    }
    json.put("missing", input.missing().jsonName());
    if (!input.categories().isEmpty()) {
      json.put("unseen", input.unseen().jsonName());
    }
    if (input.range().bounded()) {
      // JSON has no infinity: null is a side without a bound.
      json.put("range", Arrays.asList(bound(input.range().low()), bound(input.range().high())));
    }
    return json;
  }

  private static Double bound(double bound) {
    return Double.isInfinite(bound) ? null : (Double) bound;
  }

  private static Map<String, Object> write(Output output) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", output.name());
    json.put("type", output.type().pmmlName());
    if (!output.categories().isEmpty()) {
      json.put("categories", output.categories().stream().map(Json::value).toList());
    }
    return json;
  }

  static Schema read(Object json) {
    Fields fields = Fields.of("schema", json);
    List<Input> inputs = new ArrayList<>();
    for (Object input : fields.list("inputs")) {
      inputs.add(input(Fields.of("schema.inputs[" + inputs.size() + "]", input)));
    }
    List<Output> outputs = new ArrayList<>();
    for (Object output : fields.list("outputs")) {
      outputs.add(output(Fields.of("schema.outputs[" + outputs.size() + "]", output)));
    }
    return new Schema(inputs, outputs);
  }

  private static Input input(Fields fields) {
    List<Object> categories = fields.has("categories") ? fields.list("categories") : List.of();
    return fields.within(
        () ->
            new Input(
                fields.string("name"),
                Type.of(fields.string("type")),
                categories,
                Rule.of(fields.string("missing")),
                categories.isEmpty() ? Rule.ACCEPTED : Rule.of(fields.string("unseen")),
                fields.has("range") ? range(fields.list("range")) : Range.ALL));
  }

  private static Range range(List<Object> bounds) {
    if (bounds.size() != 2) {
      throw new BadModelException("expected a range of two bounds, got " + bounds.size());
    }
    return new Range(bound(bounds.get(0), Range.ALL.low()), bound(bounds.get(1), Range.ALL.high()));
  }

  private static double bound(Object bound, double none) {
    if (bound != null && !(bound instanceof Number)) {
      throw new BadModelException(
          "expected bounds that are numbers or null, got " + Values.shown(bound));
    }
    return bound == null ? none : ((Number) bound).doubleValue();
  }

  private static Output output(Fields fields) {
    List<Object> categories = fields.has("categories") ? fields.list("categories") : List.of();
    return fields.within(
        () -> new Output(fields.string("name"), Type.of(fields.string("type")), categories));
  }

  /** The first bits of the SHA-256 of the schema's JSON, never 0. */
  static long id(Schema schema) {
    byte[] digest = Digest.sha256(Json.write(write(schema)).getBytes(StandardCharsets.UTF_8));
    long first = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      first = (first << 8) | (digest[i] & 0xff);
    }
    return Math.max(1, first >>> (Long.SIZE - ID_BITS));
  }
}
