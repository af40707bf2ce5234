package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Forest;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Ranks of the used columns of a block of rows as bytes, less {@link VectorRanks#BIAS}, a column at
 * a time. {@link Buckets} say how many boundaries lie in lower ones, for eight values at a time;
 * compares count those that follow, eight at a time.
 */
final class ColumnRanks {

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final int ROWS = BlockKernel.ROWS;

  private final int[] slots;
  private final int[] places;
  private final byte[] missing;
  private final double[] lows;
  private final double[] scales;

  /** For each column where its buckets begin; the last one ends the table. */
  private final int[] starts;

  private final byte[] table;

  /** For each column where its boundaries begin, and how many windows hold those of a bucket. */
  private final int[] firsts;

  private final int[] windows;
  private final double[] boundaries;
  private final int coded;
  private final int[] codedPlaces;
  private final CodeRanks codes;

  /**
   * Ranks of these columns, each of which {@link VectorRanks#takes}.
   *
   * @param columns the columns of the forest, in the order of their bytes
   */
  ColumnRanks(Forest forest, int[] columns) {
    PlacedColumns placed = new PlacedColumns(forest, columns);
    List<Boundaries> numbers = placed.numbers;
    int count = numbers.size();
    places = placed.numberPlaces;
    slots = numbers.stream().mapToInt(Boundaries::slot).toArray();
    missing = new byte[count];
    lows = new double[count];
    scales = new double[count];
    starts = new int[count + 1];
    firsts = new int[count];
    windows = new int[count];
    Buckets[] buckets = new Buckets[count];
    int room = 0;
    for (int i = 0; i < count; i++) {
      missing[i] = (byte) (numbers.get(i).missing() - VectorRanks.BIAS);
      buckets[i] = Buckets.of(numbers.get(i));
      lows[i] = buckets[i].low;
      scales[i] = buckets[i].scale;
      windows[i] = buckets[i].windows;
      starts[i + 1] = starts[i] + buckets[i].firsts.length;
      firsts[i] = room;
      room += numbers.get(i).count() + windows[i] * Buckets.WINDOW; // infinities end each column
    }
    table = new byte[starts[count]];
    boundaries = new double[room];
    Arrays.fill(boundaries, Double.POSITIVE_INFINITY);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < buckets[i].firsts.length; j++) {
        table[starts[i] + j] = (byte) buckets[i].firsts[j];
      }
      for (int j = 0; j < numbers.get(i).count(); j++) {
        boundaries[firsts[i] + j] = numbers.get(i).boundary(j);
      }
    }
    coded = placed.codes.size();
    codedPlaces = placed.codePlaces;
    codes = placed.codeRanks();
  }

  /** How many whole numbers of scratch a block of rows takes. */
  int scratch(int rows) {
    return rows + coded * ROWS;
  }

  /**
   * Ranks a block of rows.
   *
   * @param frames the rows, from {@code from} on
   * @param shift the rank of row r in column c goes to {@code c << shift | r}; rows behind the last
   *     one, up to a multiple of 64, get any rank
   * @param values room for the values of one column, from {@code at} on
   * @param scratch {@link #scratch} whole numbers
   */
  void rank(
      double[][] frames,
      int from,
      int count,
      int shift,
      byte[] ranks,
      double[] values,
      int at,
      int[] scratch) {
    int rows = (count + ROWS - 1) / ROWS * ROWS;
    for (int i = 0; i < slots.length; i++) {
      int slot = slots[i];
      for (int row = 0; row < count; row++) {
        values[at + row] = frames[from + row][slot];
      }
      int into = places[i] << shift;
      if (windows[i] > 1) {
        buckets(i, values, at, rows, scratch);
        search(i, values, at, rows, scratch, ranks, into);
      } else {
        buckets(i, values, at, rows, scratch);
        compare(i, values, at, rows, scratch, ranks, into);
      }
      missing(i, values, at, rows, ranks, into);
    }
    if (coded > 0) {
      rankCodes(frames, from, count, shift, ranks, scratch);
    }
  }

  private void rankCodes(
      double[][] frames, int from, int count, int shift, byte[] ranks, int[] scratch) {
    for (int first = 0; first < count; first += ROWS) {
      int size = Math.min(ROWS, count - first);
      codes.rank(frames, from + first, size, 6, scratch);
      for (int i = 0; i < coded; i++) {
        int into = (codedPlaces[i] << shift) + first;
        for (int row = 0; row < size; row++) {
          ranks[into + row] = (byte) (scratch[(i << 6) + row] - VectorRanks.BIAS);
        }
      }
    }
  }

  /** The bucket of each value: of a missing one, the first. */
  private void buckets(int i, double[] values, int at, int rows, int[] into) {
    double last = starts[i + 1] - starts[i] - 1;
    for (int row = 0; row < rows; row += DOUBLES.length()) {
      DoubleVector place =
          DoubleVector.fromArray(DOUBLES, values, at + row).sub(lows[i]).mul(scales[i]);
      place = place.blend(last, place.compare(VectorOperators.GT, last));
      place = place.blend(0.0, place.compare(VectorOperators.LT, 0.0));
      ((IntVector) place.convertShape(VectorOperators.D2I, INTS, 0)).intoArray(into, row);
    }
  }

  private void compare(
      int i, double[] values, int at, int rows, int[] buckets, byte[] ranks, int into) {
    int start = starts[i];
    int place = firsts[i];
    for (int row = 0; row < rows; row++) {
      int first = table[start + buckets[row]] & 0xFF;
      int below = below(place + first, values[at + row]);
      ranks[into + row] = (byte) (first + below - VectorRanks.BIAS);
    }
  }

  private void search(
      int i, double[] values, int at, int rows, int[] buckets, byte[] ranks, int into) {
    int start = starts[i];
    int place = firsts[i];
    int all = windows[i];
    for (int row = 0; row < rows; row++) {
      int rank = table[start + buckets[row]] & 0xFF;
      int window = place + rank;
      for (int end = window + all * Buckets.WINDOW; window < end; window += Buckets.WINDOW) {
        rank += below(window, values[at + row]);
      }
      ranks[into + row] = (byte) (rank - VectorRanks.BIAS);
    }
  }

  /** How many of eight boundaries lie below the value: none below a missing one. */
  private int below(int at, double value) {
    return DoubleVector.fromArray(DOUBLES, boundaries, at)
        .compare(VectorOperators.LT, value)
        .trueCount();
  }

  private void missing(int i, double[] values, int at, int rows, byte[] ranks, int into) {
    for (int row = 0; row < rows; row += ROWS) {
      long absent = 0;
      for (int eight = 0; eight < ROWS; eight += DOUBLES.length()) {
        absent |=
            DoubleVector.fromArray(DOUBLES, values, at + row + eight)
                    .test(VectorOperators.IS_NAN)
                    .toLong()
                << eight;
      }
      if (absent != 0) {
        ByteVector.fromArray(BYTES, ranks, into + row)
            .blend(missing[i], VectorMask.fromLong(BYTES, absent))
            .intoArray(ranks, into + row);
      }
    }
  }
}
