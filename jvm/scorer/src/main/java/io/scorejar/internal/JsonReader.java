package io.scorejar.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON document by recursive descent. */
final class JsonReader {

  // Deep enough for every document of ours, far from the end of any stack.
  private static final int DEEPEST = 64;

  private static final int LONGEST_LONG = 18;

  private final String text;
  private int at;

  JsonReader(String text) {
    this.text = text;
  }

  Object document() {
    skipSpace();
    Object value = value(0);
    skipSpace();
    if (at < text.length()) {
      throw expected("the end");
    }
    return value;
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw new JsonException(
          "expected at most " + DEEPEST + " levels, got more at character " + at);
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      skipSpace();
      if (peek() != '"') {
        throw expected("a name in quotes");
      }
      String name = string();
      if (map.containsKey(name)) {
        throw new JsonException("expected each name once, got '" + name + "' twice");
      }
      skipSpace();
      take(':');
      skipSpace();
      map.put(name, value(depth + 1));
      skipSpace();
      if (peek() == '}') {
        at++;
        return map;
      }
      take(',');
    }
  }

  private List<Object> array(int depth) {
    List<Object> list = new ArrayList<>();
    at++;
    skipSpace();
    if (peek() == ']') {
      at++;
      return list;
    }
    while (true) {
      skipSpace();
      list.add(value(depth + 1));
      skipSpace();
      if (peek() == ']') {
        at++;
        return list;
      }
      take(',');
    }
  }

  private String string() {
    at++;
    int start = at;
    while (peek() != '"' && peek() != '\\' && peek() >= ' ') {
      at++;
    }
    if (peek() == '"') {
      return text.substring(start, at++);
    }
    StringBuilder string = new StringBuilder(text.substring(start, at));
    while (peek() != '"') {
      char c = peek();
      if (c < ' ') {
        throw expected("the end of a string");
      }
      at++;
      string.append(c == '\\' ? escaped() : c);
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> {
        at--;
        throw expected("an escape");
      }
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw expected("four hex digits");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw expected("a value");
    }
    at += word.length();
    return value;
  }

  private Object number() {
    int start = at;
    at += peek() == '-' ? 1 : 0;
    int whole = at;
    digits();
    if (at - whole > 1 && text.charAt(whole) == '0') {
      at = whole;
      throw expected("a number without a leading zero");
    }
    int length = at - whole;
    boolean isWhole = true;
    if (peek() == '.') {
      at++;
      digits();
      isWhole = false;
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      at += peek() == '+' || peek() == '-' ? 1 : 0;
      digits();
      isWhole = false;
    }
    String literal = text.substring(start, at);
    if (isWhole && length <= LONGEST_LONG && !literal.equals("-0")) {
      return Long.valueOf(literal);
    }
    double value = Double.parseDouble(literal);
    if (Double.isInfinite(value)) {
      String shown = literal.length() <= 40 ? literal : literal.substring(0, 40) + "…";
      throw new JsonException("expected a number within the range of a double, got " + shown);
    }
    return value;
  }

  private void digits() {
    int start = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    if (at == start) {
      throw expected(
          start > 0 && "-.eE+".indexOf(text.charAt(start - 1)) >= 0 ? "a digit" : "a value");
    }
  }

  private void take(char c) {
    if (peek() != c) {
      throw expected("'" + c + "'");
    }
    at++;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** The next character; 0, which no JSON text holds outside an error, at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private JsonException expected(String what) {
    String got = at == text.length() ? "the end" : shown(text.charAt(at));
    return new JsonException("expected " + what + ", got " + got + " at character " + at);
  }

  private static String shown(char c) {
    return c < ' ' ? String.format("U+%04X", (int) c) : "'" + c + "'";
  }
}
