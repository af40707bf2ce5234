package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Ranks of numbers of one row: the {@link Buckets} of eight columns at a time, then for each column
 * one compare with the boundaries of its bucket. Each column counts from a number of its own.
 */
final class RowRanks {

  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
  private static final int LANES = 8;
  private static final int ALL_CHARS = 1 << 16;

  private final int count;
  private final int[] slots;

  /** Whether eight columns from this one on read slots side by side. */
  private final boolean[] together;

  private final double[] lows;
  private final double[] scales;
  private final double[] lasts;

  /** What a missing value stands for: a number of its rank. */
  private final double[] missing;

  /** For each column where its buckets begin. */
  private final int[] starts;

  /** For each bucket its first boundary. */
  private final char[] table;

  private final double[] boundaries;
  private final int[] windows;
  private final boolean single;

  /** What rank 0 of each column is. */
  final int[] zeros;

  /**
   * Ranks of these columns.
   *
   * @param columns in the order of their ranks, best that of their slots
   */
  RowRanks(List<Boundaries> columns) {
    count = columns.size();
    int room = Math.max(count, LANES);
    slots = new int[room];
    together = new boolean[room];
    lows = new double[room];
    scales = new double[room];
    lasts = new double[room];
    missing = new double[room];
    starts = new int[room];
    windows = new int[count];
    zeros = new int[count];
    Buckets[] buckets = columns.stream().map(Buckets::of).toArray(Buckets[]::new);
    table = new char[Arrays.stream(buckets).mapToInt(b -> b.firsts.length).sum()];
    boundaries = new double[size(columns, buckets)];
    Arrays.fill(boundaries, Double.POSITIVE_INFINITY); // they end each column
    int start = 0;
    int zero = 0;
    for (int i = 0; i < count; i++) {
      Boundaries column = columns.get(i);
      slots[i] = column.slot();
      lows[i] = buckets[i].low;
      scales[i] = buckets[i].scale;
      lasts[i] = buckets[i].firsts.length - 1;
      missing[i] = standIn(column);
      starts[i] = start;
      windows[i] = buckets[i].windows;
      zeros[i] = zero;
      for (int first : buckets[i].firsts) {
        table[start++] = (char) (zero + first);
      }
      for (int j = 0; j < column.count(); j++) {
        boundaries[zero + j] = column.boundary(j);
      }
      zero += column.count() + windows[i] * Buckets.WINDOW;
    }
    Arrays.fill(slots, count, room, slots[0]);
    for (int i = 0; i + LANES <= room; i++) {
      together[i] = true;
      for (int lane = 1; lane < LANES; lane++) {
        together[i] &= slots[i + lane] == slots[i] + lane;
      }
    }
    single = Arrays.stream(windows).allMatch(number -> number == 1);
  }

  private static int size(List<Boundaries> columns, Buckets[] buckets) {
    int size = 0;
    for (int i = 0; i < buckets.length; i++) {
      size += columns.get(i).count() + buckets[i].windows * Buckets.WINDOW;
    }
    return size;
  }

  private static double standIn(Boundaries column) {
    int absent = column.missing();
    return absent < column.count()
        ? column.boundary(absent)
        : Math.nextUp(column.boundary(column.count() - 1));
  }

  /**
   * Whether columns can be ranked here: there are some, with finite boundaries and not too many.
   */
  static boolean takes(List<Boundaries> columns) {
    if (!columns.stream().allMatch(NumberRanks::takes)) {
      return false;
    }
    Buckets[] buckets = columns.stream().map(Buckets::of).toArray(Buckets[]::new);
    return size(columns, buckets) < ALL_CHARS;
  }

  /** How many numbers, whole ones and doubles, of scratch it takes. */
  int scratch() {
    return slots.length;
  }

  /**
   * Ranks one row.
   *
   * @param ranks receives the rank of each column, counted from its zero
   * @param buckets {@link #scratch} whole numbers
   * @param present {@link #scratch} doubles
   */
  void rank(double[] values, int[] ranks, int[] buckets, double[] present) {
    for (int i = 0; i < count; i += LANES) {
      bucket(Math.min(i, slots.length - LANES), values, buckets, present);
    }
    if (single) {
      for (int i = 0; i < count; i++) {
        int first = table[buckets[i]];
        ranks[i] = first + below(first, present[i]);
      }
    } else {
      search(ranks, buckets, present);
    }
  }

  private void bucket(int i, double[] values, int[] buckets, double[] present) {
    DoubleVector given =
        together[i]
            ? DoubleVector.fromArray(DOUBLES, values, slots[i])
            : DoubleVector.fromArray(DOUBLES, values, 0, slots, i);
    DoubleVector value =
        given.blend(
            DoubleVector.fromArray(DOUBLES, missing, i), given.compare(VectorOperators.NE, given));
    value.intoArray(present, i);
    DoubleVector last = DoubleVector.fromArray(DOUBLES, lasts, i);
    DoubleVector place =
        value
            .sub(DoubleVector.fromArray(DOUBLES, lows, i))
            .mul(DoubleVector.fromArray(DOUBLES, scales, i));
    place = place.blend(last, place.compare(VectorOperators.GT, last));
    place = place.blend(0.0, place.compare(VectorOperators.LT, 0.0));
    ((IntVector) place.convertShape(VectorOperators.D2I, INTS, 0))
        .add(IntVector.fromArray(INTS, starts, i))
        .intoArray(buckets, i);
  }

  private void search(int[] ranks, int[] buckets, double[] present) {
    for (int i = 0; i < count; i++) {
      int rank = table[buckets[i]];
      int end = rank + windows[i] * Buckets.WINDOW;
      for (int window = rank; window < end; window += Buckets.WINDOW) {
        rank += below(window, present[i]);
      }
      ranks[i] = rank;
    }
  }

  /** How many of eight boundaries lie below the value. */
  private int below(int at, double value) {
    return DoubleVector.fromArray(DOUBLES, boundaries, at)
        .compare(VectorOperators.LT, value)
        .trueCount();
  }
}
