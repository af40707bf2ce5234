package io.scorejar.compiler;

import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.Array;
import org.dmg.pmml.DataType;

/** The text of an {@code Array}: elements between blanks, those with blanks in quotes. */
final class ArrayTexts {

  private ArrayTexts() {}

  static List<String> elements(String text, Array.Type type) {
    List<String> elements = new ArrayList<>();
    StringBuilder element = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean quotes = type == Array.Type.STRING && c == '"';
      if (quotes) {
        quoted = !quoted;
        any = true;
      } else if (c == '\\' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        element.append('"');
        i++;
      } else if (Character.isWhitespace(c) && !quoted) {
        if (any) {
          elements.add(element.toString());
          element.setLength(0);
          any = false;
        }
      } else {
        element.append(c);
        any = true;
      }
    }
    if (any) {
      elements.add(element.toString());
    }
    return elements;
  }

  /** The numbers of an array, in order. */
  static double[] numbers(Array array) {
    Object value = array.getValue();
    if (value instanceof List<?> numbers) {
      return numbers.stream()
          .mapToDouble(number -> Literals.number(DataType.DOUBLE, number, array))
          .toArray();
    }
    return elements(String.valueOf(value), array.requireType()).stream()
        .mapToDouble(number -> Literals.number(DataType.DOUBLE, number, array))
        .toArray();
  }
}
