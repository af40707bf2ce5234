package io.scorejar.transpiler.lightgbm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jpmml.lightgbm.Section;

/**
 * The text in which LightGBM writes a model: parts with blank lines between, of key=value lines.
 */
final class ModelText {

  private ModelText() {}

  /** The parts of a text, in order. */
  static List<Part> parse(String text) {
    List<Part> parts = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (String line : (text + "\n\n").split("\n", -1)) {
      String trimmed = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
      if (!trimmed.isEmpty()) {
        lines.add(trimmed);
      } else if (!lines.isEmpty()) {
        parts.add(new Part(List.copyOf(lines)));
        lines.clear();
      }
    }
    return parts;
  }

  /** One part: the head, a tree, or what follows the trees. */
  record Part(List<String> lines) {

    boolean has(String key) {
      return lines.stream().anyMatch(line -> line.startsWith(key + "="));
    }

    /** What stands behind a key; empty if it is not there. */
    String value(String key) {
      return lines.stream()
          .filter(line -> line.startsWith(key + "="))
          .map(line -> line.substring(key.length() + 1))
          .findFirst()
          .orElse("");
    }

    private String[] words(String key) {
      String value = value(key).strip();
      return value.isEmpty() ? new String[0] : value.split("\\s+");
    }

    int[] integers(String key) {
      return Arrays.stream(words(key)).mapToInt(Integer::parseInt).toArray();
    }

    double[] numbers(String key) {
      return Arrays.stream(words(key)).mapToDouble(Double::parseDouble).toArray();
    }

    /** The same with another value of a key, which is added behind the rest if it is new. */
    Part with(String key, String value) {
      List<String> changed = new ArrayList<>(lines);
      changed.replaceAll(line -> line.startsWith(key + "=") ? key + "=" + value : line);
      if (!has(key)) {
        changed.add(key + "=" + value);
      }
      return new Part(changed);
    }

    Part with(String key, int[] values) {
      return with(
          key, Arrays.stream(values).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
    }

    Part with(String key, double[] values) {
      return with(
          key, Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" ")));
    }

    /** As JPMML wants it. */
    Section section() {
      Section section = new Section();
      lines.forEach(section::put);
      return section;
    }
  }
}
