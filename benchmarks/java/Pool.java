import io.scorejar.Input;
import io.scorejar.Schema;
import io.scorejar.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows to score, from the CSV that the harness wrote: a header, no quotes, empty is missing.
 */
final class Pool {
  private final List<String> names;
  private final List<Object[]> values;
  private final double[][] rows;

  private Pool(List<String> names, List<Object[]> values, double[][] rows) {
    this.names = names;
    this.values = values;
    this.rows = rows;
  }

  static Pool read(Path file, Schema schema) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> names = Arrays.asList(lines.get(0).split(",", -1));
    int width = schema.inputs().size();
    List<Object[]> values = new ArrayList<>();
    double[][] rows = new double[lines.size() - 1][width];
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      double[] row = rows[values.size()];
      Arrays.fill(row, Double.NaN);
      Object[] named = new Object[cells.length];
      for (int i = 0; i < cells.length; i++) {
        int column = schema.input(names.get(i));
        if (cells[i].isEmpty() || column < 0) {
          continue; // Missing; or a column that the trees never ask for, which the PMML drops.
        }
        Input input = schema.inputs().get(column);
        named[i] = input.type() == Type.STRING ? cells[i] : Double.valueOf(cells[i]);
        row[column] = input.encode(named[i]);
      }
      values.add(named);
    }
    return new Pool(names, values, rows);
  }

  int size() {
    return rows.length;
  }

  int columns() {
    return rows[0].length;
  }

  /** Copies a row, in schema order, into {@code target} from {@code offset} on. */
  void copy(int row, double[] target, int offset) {
    System.arraycopy(rows[row], 0, target, offset, columns());
  }

  /** Rows of numbers in the order of the file, one after the other; NaN where nothing is known. */
  double[] inFileOrder(int first, int count) {
    int width = names.size();
    double[] found = new double[count * width];
    for (int i = 0; i < found.length; i++) {
      Object value = values.get(first + i / width)[i % width];
      found[i] = value == null ? Double.NaN : (Double) value;
    }
    return found;
  }

  /** A row by name, in a map of its own; a missing value is left out. */
  Map<String, Object> named(int row) {
    Map<String, Object> named = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (values.get(row)[i] != null) {
        named.put(names.get(i), values.get(row)[i]);
      }
    }
    return named;
  }
}
