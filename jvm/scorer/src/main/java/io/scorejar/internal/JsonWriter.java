package io.scorejar.internal;

import java.util.Map;

/** Appends values as JSON. */
final class JsonWriter {

  private JsonWriter() {}

  static void append(StringBuilder text, Object value) {
    if (value == null || value instanceof Boolean) {
      text.append(value);
    } else if (value instanceof String string) {
      appendString(text, string);
    } else if (value instanceof Number number) {
      appendNumber(text, number);
    } else if (value instanceof Map<?, ?> map) {
      appendObject(text, map);
    } else if (value instanceof Iterable<?> list) {
      appendArray(text, list);
    } else {
      throw new IllegalArgumentException(
          "expected a JSON value, got " + value.getClass().getName());
    }
  }

  private static void appendNumber(StringBuilder text, Number number) {
    if (!Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException("expected a number that JSON can hold, got " + number);
    }
    text.append(number);
  }

  private static void appendObject(StringBuilder text, Map<?, ?> map) {
    text.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(separator);
      appendString(text, (String) entry.getKey());
      text.append(':');
      append(text, entry.getValue());
      separator = ",";
    }
    text.append('}');
  }

  private static void appendArray(StringBuilder text, Iterable<?> list) {
    text.append('[');
    String separator = "";
    for (Object item : list) {
      text.append(separator);
      append(text, item);
      separator = ",";
    }
    text.append(']');
  }

  private static void appendString(StringBuilder text, String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || c == '\u2028' || c == '\u2029' || loneSurrogate(string, i)) {
        // A lone surrogate has no UTF-8 form; as an escape it survives.
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  private static boolean loneSurrogate(String string, int at) {
    char c = string.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == string.length() || !Character.isLowSurrogate(string.charAt(at + 1));
    }
    boolean low = Character.isLowSurrogate(c);
    return low && (at == 0 || !Character.isHighSurrogate(string.charAt(at - 1)));
  }
}
