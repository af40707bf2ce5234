package io.scorejar.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads and writes JSON as plain Java objects: {@code Map<String, Object>} in the order of the
 * text, {@code List<Object>}, {@code String}, {@code Long} for whole numbers that fit, {@code
 * Double}, {@code Boolean} and null.
 *
 * <p>Strict: what RFC 8259 does not allow is refused, and so are names that stand twice in an
 * object, numbers beyond the range of a double, and nesting deeper than 64. Doubles come back as
 * the same bits that were written.
 */
public final class Json {

  private Json() {}

  /**
   * Reads one document.
   *
   * @throws JsonException saying what was expected, what came, and at which character
   */
  public static Object read(String text) {
    return new JsonReader(text).document();
  }

  /**
   * Reads UTF-8.
   *
   * @throws JsonException as {@link #read(String)}, and if the bytes are not UTF-8
   */
  public static Object read(byte[] utf8) {
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new JsonException("expected UTF-8, got other bytes");
    }
  }

  /**
   * Writes maps, iterables, strings, numbers, booleans and null, without white space.
   *
   * @throws IllegalArgumentException for NaN, infinities and objects of any other class
   */
  public static String write(Object value) {
    StringBuilder text = new StringBuilder();
    JsonWriter.append(text, value);
    return text.toString();
  }

  /**
   * A value of a row or an answer as JSON can hold it: dates and times as ISO strings, infinities
   * as the strings {@code "Infinity"} and {@code "-Infinity"}, NaN as null.
   */
  public static Object value(Object value) {
    if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
      return Double.isNaN(number.doubleValue()) ? null : value.toString();
    }
    boolean plain = value == null || value instanceof Number || value instanceof Boolean;
    return plain ? value : value.toString();
  }
}
