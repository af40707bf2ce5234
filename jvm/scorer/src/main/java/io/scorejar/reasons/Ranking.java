package io.scorejar.reasons;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import java.util.List;

/** The ranks of a row in the columns of a forest, by binary search. Immutable. */
final class Ranking {

  private final List<Column> columns;
  private final double[][] boundaries;

  Ranking(Forest forest) {
    columns = forest.columns();
    boundaries = new double[columns.size()][];
    for (int i = 0; i < boundaries.length; i++) {
      if (columns.get(i) instanceof Boundaries numbers) {
        boundaries[i] = new double[numbers.count()];
        for (int k = 0; k < boundaries[i].length; k++) {
          boundaries[i][k] = numbers.boundary(k);
        }
      }
    }
  }

  int columns() {
    return boundaries.length;
  }

  /** The rank of each column, from the slots of a frame. */
  void rank(double[] frame, int[] into) {
    for (int i = 0; i < boundaries.length; i++) {
      Column column = columns.get(i);
      double value = frame[column.slot()];
      into[i] =
          boundaries[i] == null || Double.isNaN(value)
              ? column.rank(value)
              : below(boundaries[i], value);
    }
  }

  /** How many boundaries lie below a number. */
  private static int below(double[] ascending, double value) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
