package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Codes;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Ranks all columns of a forest that a node looks at. The others keep rank 0, and cost nothing: a
 * forest of few trees over many columns is ranked in few steps.
 */
final class Ranks {

  private final int count;
  private final NumberRanks numbers;
  private final CodeRanks codes;
  private final Boundaries[] odd;
  private final int[] oddPlaces;

  /**
   * Ranks of a forest.
   *
   * @param used the columns that a node looks at, ascending
   */
  Ranks(Forest forest, int[] used) {
    List<Column> columns = forest.columns();
    List<Boundaries> plain = new ArrayList<>();
    List<Boundaries> extreme = new ArrayList<>();
    List<Codes> coded = new ArrayList<>();
    BitSet[] places = {new BitSet(), new BitSet(), new BitSet()};
    for (int i : used) {
      if (columns.get(i) instanceof Codes column) {
        coded.add(column);
        places[0].set(i);
      } else {
        Boundaries column = (Boundaries) columns.get(i);
        boolean takes = NumberRanks.takes(column);
        (takes ? plain : extreme).add(column);
        places[takes ? 1 : 2].set(i);
      }
    }
    count = columns.size();
    codes = CodeRanks.of(coded, places[0].stream().toArray());
    numbers = NumberRanks.of(plain, places[1].stream().toArray());
    odd = extreme.toArray(new Boundaries[0]);
    oddPlaces = places[2].stream().toArray();
  }

  /** How many ranks a row has. */
  int count() {
    return count;
  }

  /** Ranks one row into the first {@link #count()} places of {@code ranks}. */
  void rank(double[] values, int[] ranks) {
    numbers.rank(values, ranks);
    codes.rank(values, ranks);
    for (int i = 0; i < odd.length; i++) {
      ranks[oddPlaces[i]] = extreme(odd[i], values[odd[i].slot()]);
    }
  }

  /**
   * Ranks a block of rows: the rank of row {@code from + r} in column c goes to {@code c << shift |
   * r}.
   */
  void rank(double[][] rows, int from, int rowCount, int shift, int[] ranks) {
    numbers.rank(rows, from, rowCount, shift, ranks);
    codes.rank(rows, from, rowCount, shift, ranks);
    for (int i = 0; i < odd.length; i++) {
      for (int row = 0; row < rowCount; row++) {
        ranks[(oddPlaces[i] << shift) + row] = extreme(odd[i], rows[from + row][odd[i].slot()]);
      }
    }
  }

  /** A rank among boundaries that may be infinite, of which a difference says nothing. */
  private static int extreme(Boundaries column, double value) {
    if (Double.isNaN(value)) {
      return column.rank(value);
    }
    int from = 0;
    int to = column.count();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (column.boundary(middle) < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
