package io.scorejar.bridge;

import io.scorejar.InvalidRowException;
import io.scorejar.ScorerJar;
import io.scorejar.internal.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A failure of a call that does not throw: a status as {@link Bridge} lists them, the row it is
 * about (0 if none), and the text in one line.
 */
record Status(long code, int row, String text) {

  /** What an exception or error comes to. */
  static Status of(Throwable e) {
    String text = e.getMessage() == null ? e.toString() : e.getMessage();
    if (e instanceof InvalidRowException invalid) {
      return new Status(Bridge.INVALID_ROW, invalid.row(), text);
    }
    // Of the library only a closed jar throws this; an engine's own comes wrapped.
    boolean closed = e instanceof IllegalStateException;
    return new Status(closed ? Bridge.NOT_SERVING : Bridge.INTERNAL, 0, text);
  }

  static Status notServing(int model) {
    String text = "model " + model + ": expected a version in service, got none";
    return new Status(Bridge.NOT_SERVING, 0, text);
  }

  static Status schemaChanged(ScorerJar jar) {
    String expected = "rows encoded by the schema of " + jar.model() + " " + jar.version();
    String text = "schema: expected " + expected + ", got another";
    return new Status(Bridge.SCHEMA_CHANGED, 0, text);
  }

  static Status tooMany(long count) {
    String text = "count: expected 0 or more rows, as many as the lane holds, got " + count;
    return new Status(Bridge.TOO_MANY, 0, text);
  }

  /** As {@link Bridge#scoreNamed} answers it. */
  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("error", text);
    json.put("status", code);
    json.put("row", row);
    return Json.write(json);
  }

  /** As {@link Bridge#scoreBytes} answers it. */
  byte[] bytes() {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + utf8.length).putLong(code).put(utf8).array();
  }
}
