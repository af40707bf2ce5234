package example;

import io.scorejar.Input;
import io.scorejar.Schema;
import io.scorejar.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Stands in for wherever your rows come from: a plain CSV file, with a header and no quotes. */
final class Rows {
  private Rows() {}

  /**
   * Every line as a row by name. An empty cell is a missing value, so it is left out; so is a
   * column that the model does not have, such as an id, for a scorer refuses names it does not
   * know.
   */
  static List<Map<String, Object>> read(Path file, Schema schema) throws IOException {
    List<String> lines = Files.readAllLines(file);
    String[] names = lines.get(0).split(",", -1);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      Map<String, Object> row = new HashMap<>();
      for (int i = 0; i < cells.length; i++) {
        int column = schema.input(names[i]);
        if (column >= 0 && !cells[i].isEmpty()) {
          row.put(names[i], value(cells[i], schema.inputs().get(column)));
        }
      }
      rows.add(row);
    }
    return rows;
  }

  /**
   * A number where the model wants one; what cannot be read stays text, for the model to refuse.
   */
  private static Object value(String cell, Input input) {
    if (input.type() == Type.STRING) {
      return cell;
    }
    try {
      return Double.valueOf(cell);
    } catch (NumberFormatException notANumber) {
      return cell;
    }
  }
}
