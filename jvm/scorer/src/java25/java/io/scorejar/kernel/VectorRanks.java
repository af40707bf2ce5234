package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Ranks of the used columns of a row as bytes, less 128, so that they compare as signed ones. A
 * column of up to 255 boundaries takes four compares of eight: sixteen pivots say which sixteen
 * neighbours hold the value. Compares are exact, infinities and NaN included.
 */
final class VectorRanks {

  static final int BIAS = 128;

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;
  private static final int ROOM = 256;

  private final int[] slots;
  private final int[] places;
  private final byte[] missing;
  private final double[] pivots;
  private final double[] boundaries;
  private final int coded;
  private final int[] codedPlaces;
  private final CodeRanks codes;

  /**
   * Ranks of these columns.
   *
   * @param columns the columns of the forest, in the order of their bytes
   */
  VectorRanks(Forest forest, int[] columns) {
    PlacedColumns placed = new PlacedColumns(forest, columns);
    List<Boundaries> numbers = placed.numbers;
    int count = numbers.size();
    places = placed.numberPlaces;
    slots = new int[count];
    missing = new byte[count];
    pivots = new double[count * 16];
    boundaries = new double[count * ROOM];
    Arrays.fill(boundaries, Double.POSITIVE_INFINITY);
    for (int i = 0; i < count; i++) {
      Boundaries column = numbers.get(i);
      slots[i] = column.slot();
      missing[i] = (byte) (column.missing() - BIAS);
      for (int j = 0; j < column.count(); j++) {
        boundaries[i * ROOM + j] = column.boundary(j);
      }
      for (int j = 0; j < 16; j++) {
        pivots[i * 16 + j] = boundaries[i * ROOM + j * 16 + 15];
      }
    }
    coded = placed.codes.size();
    codedPlaces = placed.codePlaces;
    codes = placed.codeRanks();
  }

  /** Whether a column's ranks fit into a byte. */
  static boolean takes(Column column) {
    return column.highest() < ROOM;
  }

  /** How many whole numbers of scratch it takes. */
  int coded() {
    return coded;
  }

  /**
   * Ranks one row.
   *
   * @param ranks receives the biased rank of each column
   * @param scratch {@link #coded} whole numbers
   */
  void rank(double[] values, byte[] ranks, int[] scratch) {
    for (int i = 0; i < slots.length; i++) {
      double value = values[slots[i]];
      int pivot = below(pivots, i * 16, value);
      int rank = (pivot << 4) + below(boundaries, i * ROOM + (pivot << 4), value);
      ranks[places[i]] = Double.isNaN(value) ? missing[i] : (byte) (rank - BIAS);
    }
    if (coded > 0) {
      codes.rank(values, scratch);
      for (int i = 0; i < coded; i++) {
        ranks[codedPlaces[i]] = (byte) (scratch[i] - BIAS);
      }
    }
  }

  /** How many of sixteen numbers lie below the value. */
  private static int below(double[] numbers, int at, double value) {
    return DoubleVector.fromArray(DOUBLES, numbers, at)
            .compare(VectorOperators.LT, value)
            .trueCount()
        + DoubleVector.fromArray(DOUBLES, numbers, at + 8)
            .compare(VectorOperators.LT, value)
            .trueCount();
  }
}
