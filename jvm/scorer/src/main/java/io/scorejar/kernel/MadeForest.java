package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Codes;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Forests that are made up, to run kernels on until they are compiled. */
final class MadeForest {

  /** Of so many columns, the boundaries lie side by side but for one. */
  static final int FEW_COLUMNS = 5;

  /** Of so many columns, some are codes. */
  static final int MANY_COLUMNS = 100;

  private static final int TREES = 32;

  private MadeForest() {}

  /** Trees that part each column again and again. */
  static Forest of(int leaves, int count, int width, boolean floats) {
    List<Column> columns = new ArrayList<>();
    double[] boundaries = new double[60];
    Arrays.setAll(boundaries, i -> i);
    boundaries[59] = count == FEW_COLUMNS ? 1e9 : 59;
    byte[] codes = new byte[64];
    for (int code = 0; code < codes.length; code++) {
      codes[code] = (byte) code;
    }
    for (int slot = 0; slot < count; slot++) {
      columns.add(
          count == MANY_COLUMNS && slot % 10 == 9
              ? new Codes(slot, codes, 1, 0)
              : new Boundaries(slot, boundaries, slot % boundaries.length));
    }
    int nodes = leaves - 1;
    List<Tree> trees = new ArrayList<>();
    for (int tree = 0; tree < TREES; tree++) {
      int[] nodeColumns = new int[nodes];
      int[] ranks = new int[nodes];
      int[] lefts = new int[nodes];
      int[] rights = new int[nodes];
      int[] rows = new int[leaves];
      for (int node = 0; node < nodes; node++) {
        nodeColumns[node] = (node + tree * 7) % count;
        ranks[node] = (node * 13 + tree) % boundaries.length;
        lefts[node] = child(2 * node + 1, nodes);
        rights[node] = child(2 * node + 2, nodes);
      }
      trees.add(new Tree(0, nodeColumns, ranks, lefts, rights, rows));
    }
    double[] values = new double[width];
    Arrays.fill(values, 1.5);
    int[] targets = new int[width];
    Arrays.setAll(targets, i -> count + i);
    return new Forest(columns, trees, width, values, floats, targets);
  }

  private static int child(int place, int nodes) {
    return place < nodes ? place : ~(place - nodes);
  }
}
