package io.scorejar.bridge;

import io.scorejar.ScorerJar;
import io.scorejar.internal.Json;
import io.scorejar.reasons.Reasons;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reasons for the scores of a model, for callers in another language. */
final class ReasonCalls {

  private ReasonCalls() {}

  /** What {@link Bridge#reasons} answers. */
  static String describe(Model model) {
    ScorerJar jar = model.current();
    Reasons reasons = model.reasons(jar);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", jar.version());
    json.put("schema_id", jar.schema().id());
    json.put("answers", reasons.answers());
    json.put("columns", reasons.columns());
    return Json.write(json);
  }

  /** What {@link Bridge#explainBytes} answers. */
  static byte[] explain(Model model, ScorerJar jar, byte[] rows, int count, long schemaId) {
    if (jar.schema().id() != schemaId) {
      return Status.schemaChanged(jar).bytes();
    }
    Reasons reasons = model.reasons(jar);
    double[] values = new double[rows.length / Double.BYTES];
    ByteBuffer.wrap(rows).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().get(values);
    double[] explained = new double[Math.multiplyExact(count, reasons.width())];
    reasons.explain(values, count, explained);
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + explained.length * Double.BYTES);
    bytes.putLong(jar.version()).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(explained);
    return bytes.array();
  }
}
