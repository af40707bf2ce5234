package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Ranks of numbers without a branch that depends on the value: a table over evenly wide buckets
 * says where to begin, a binary search of a fixed number of steps ends it.
 *
 * <p>Why this is exact: {@code (value - low) * scale} never falls while the value grows, rounding
 * included, so boundaries in lower buckets lie below the value and boundaries in higher ones above
 * it. Each step adds where the sign bit of {@code boundary - value} is set, which is where the
 * boundary lies below; all boundaries are finite here, so that the difference is no NaN.
 */
final class NumberRanks {

  private static final long SIGN = Long.MAX_VALUE;
  private static final long INFINITE = 0x7FF0000000000000L;
  private static final int MOST_BUCKETS = 1 << 12;
  private static final int ALL_CHARS = 1 << 16;

  /** Whole numbers that lie side by side for each column, so that they come with one cache line. */
  private static final int FIELDS = 8;

  private static final int SLOT = 0;
  private static final int COLUMN = 1;
  private static final int START = 2;
  private static final int LAST = 3;
  private static final int PLACE = 4;
  private static final int HALF = 5;
  private static final int PADS = 6;

  private final int count;

  /** How many columns, which stand first, take a single step and therefore no padding. */
  private final int single;

  private final int[] fields;

  /** The lowest boundary and the scale of each column. */
  private final double[] lines;

  /** What stands for a missing value in each column, as bits. */
  private final long[] missing;

  private final char[] table;
  private final double[] boundaries;

  private NumberRanks(List<Plan> plans) {
    count = plans.size();
    single = (int) plans.stream().filter(plan -> plan.steps == 1).count();
    fields = new int[count * FIELDS];
    lines = new double[2 * count];
    missing = new long[count];
    table = new char[plans.stream().mapToInt(plan -> plan.buckets).sum()];
    boundaries = new double[plans.stream().mapToInt(plan -> plan.padded().length).sum()];
    int start = 0;
    int place = 0;
    for (int i = 0; i < count; i++) {
      Plan plan = plans.get(i);
      int field = i * FIELDS;
      fields[field + SLOT] = plan.slot;
      fields[field + COLUMN] = plan.column;
      fields[field + START] = start;
      fields[field + LAST] = plan.buckets - 1;
      fields[field + PLACE] = place;
      fields[field + HALF] = 1 << (plan.steps - 1);
      fields[field + PADS] = plan.pads();
      lines[2 * i] = plan.numbers[0];
      lines[2 * i + 1] = plan.scale;
      missing[i] = plan.missing;
      plan.fill(table, start);
      double[] padded = plan.padded();
      System.arraycopy(padded, 0, boundaries, place, padded.length);
      start += plan.buckets;
      place += padded.length;
    }
  }

  /**
   * Whether a column can be ranked here: it has boundaries, and all are inside the finite range.
   */
  static boolean takes(Boundaries column) {
    int count = column.count();
    return count > 0
        && column.boundary(0) > -Double.MAX_VALUE
        && column.boundary(count - 1) < Double.MAX_VALUE;
  }

  /**
   * Ranks of these columns.
   *
   * @param columns each one {@link #takes}
   * @param places where the rank of each goes
   */
  static NumberRanks of(List<Boundaries> columns, int[] places) {
    List<Plan> plans = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      plans.add(new Plan(columns.get(i), places[i]));
    }
    plans.sort((a, b) -> Integer.compare(a.steps, b.steps)); // like loops side by side
    return new NumberRanks(plans);
  }

  /** Ranks one row into {@code ranks}. */
  void rank(double[] values, int[] ranks) {
    for (int i = 0; i < single; i++) {
      int at = i * FIELDS;
      double value = present(values[fields[at + SLOT]], missing[i]);
      int bucket = bucket(value, lines[2 * i], lines[2 * i + 1], fields[at + LAST]);
      int first = table[fields[at + START] + bucket];
      ranks[fields[at + COLUMN]] = first + below(boundaries[fields[at + PLACE] + first], value);
    }
    for (int i = single; i < count; i++) {
      int at = i * FIELDS;
      double value = present(values[fields[at + SLOT]], missing[i]);
      int bucket = bucket(value, lines[2 * i], lines[2 * i + 1], fields[at + LAST]);
      int first = table[fields[at + START] + bucket];
      int found = search(fields[at + PLACE], first, fields[at + HALF], value);
      ranks[fields[at + COLUMN]] = Math.max(0, found - fields[at + PADS]);
    }
  }

  /** Ranks a block of rows, as {@link Ranks} does. */
  void rank(double[][] rows, int from, int size, int shift, int[] ranks) {
    for (int i = 0; i < count; i++) {
      int into = fields[i * FIELDS + COLUMN] << shift;
      if (i < single) {
        rankOnce(rows, from, size, i, ranks, into);
      } else {
        rankSearching(rows, from, size, i, ranks, into);
      }
    }
  }

  private void rankOnce(double[][] rows, int from, int size, int i, int[] ranks, int into) {
    int slot = fields[i * FIELDS + SLOT];
    int start = fields[i * FIELDS + START];
    int last = fields[i * FIELDS + LAST];
    int place = fields[i * FIELDS + PLACE];
    double low = lines[2 * i];
    double scale = lines[2 * i + 1];
    long absent = missing[i];
    for (int row = 0; row < size; row++) {
      double value = present(rows[from + row][slot], absent);
      int first = table[start + bucket(value, low, scale, last)];
      ranks[into + row] = first + below(boundaries[place + first], value);
    }
  }

  private void rankSearching(double[][] rows, int from, int size, int i, int[] ranks, int into) {
    int slot = fields[i * FIELDS + SLOT];
    int start = fields[i * FIELDS + START];
    int last = fields[i * FIELDS + LAST];
    int place = fields[i * FIELDS + PLACE];
    int half = fields[i * FIELDS + HALF];
    int pads = fields[i * FIELDS + PADS];
    double low = lines[2 * i];
    double scale = lines[2 * i + 1];
    long absent = missing[i];
    for (int row = 0; row < size; row++) {
      double value = present(rows[from + row][slot], absent);
      int first = table[start + bucket(value, low, scale, last)];
      ranks[into + row] = Math.max(0, search(place, first, half, value) - pads);
    }
  }

  /** The value, or where it is NaN what stands for a missing one. */
  private static double present(double given, long absent) {
    long bits = Double.doubleToRawLongBits(given);
    long nan = (INFINITE - (bits & SIGN)) >> 63;
    return Double.longBitsToDouble((bits & ~nan) | (absent & nan));
  }

  private static int bucket(double value, double low, double scale, int last) {
    return Math.max(0, Math.min((int) ((value - low) * scale), last));
  }

  /** 1 where the boundary lies below the value, otherwise 0. */
  private static int below(double boundary, double value) {
    return (int) (Double.doubleToRawLongBits(boundary - value) >>> 63);
  }

  private int search(int place, int first, int half, double value) {
    int found = first;
    if (half == 2) { // the usual case, without the loop: a tenth of the time of 28 columns
      found += 2 & -below(boundaries[place + found + 1], value);
      return found + below(boundaries[place + found], value);
    }
    for (int width = half; width > 0; width >>= 1) {
      found += width & -below(boundaries[place + found + width - 1], value);
    }
    return found;
  }

  /** How one column is to be ranked: the number of buckets and of steps within one. */
  private static final class Plan {

    final int slot;
    final int column;
    final double[] numbers;
    final long missing;
    int buckets = 1;
    double scale;
    int steps;

    Plan(Boundaries boundaries, int column) {
      this.slot = boundaries.slot();
      this.column = column;
      this.numbers = new double[boundaries.count()];
      Arrays.setAll(numbers, boundaries::boundary);
      double low = numbers[0];
      double high = numbers[numbers.length - 1];
      int absent = boundaries.missing();
      this.missing =
          Double.doubleToRawLongBits(absent < numbers.length ? numbers[absent] : Math.nextUp(high));
      this.steps = bits(numbers.length);
      int most = Math.min(MOST_BUCKETS, 8 * numbers.length);
      boolean table = numbers.length > 1 && numbers.length < ALL_CHARS && high - low < 1e300;
      for (int tried = 4; table && tried <= most && steps > 1; tried *= 2) {
        double wide = (tried - 1) / (high - low);
        int needed = wide < 1e300 ? bits(fullest(tried, wide)) : steps;
        if (needed < steps) {
          buckets = tried;
          scale = wide;
          steps = needed;
        }
      }
    }

    private static int bits(int most) {
      return Integer.SIZE - Integer.numberOfLeadingZeros(most);
    }

    private int bucket(double value, int ofBuckets, double ofScale) {
      return NumberRanks.bucket(value, numbers[0], ofScale, ofBuckets - 1);
    }

    private int fullest(int ofBuckets, double ofScale) {
      int fullest = 0;
      int first = 0;
      for (int i = 0; i < numbers.length; i++) {
        if (bucket(numbers[first], ofBuckets, ofScale) != bucket(numbers[i], ofBuckets, ofScale)) {
          first = i;
        }
        fullest = Math.max(fullest, i - first + 1);
      }
      return fullest;
    }

    int window() {
      return (1 << steps) - 1;
    }

    /** How many boundaries are missing for a whole window; they stand in front, below any value. */
    int pads() {
      return Math.max(0, window() - numbers.length);
    }

    double[] padded() {
      double[] padded = new double[pads() + numbers.length];
      Arrays.fill(padded, 0, pads(), -Double.MAX_VALUE);
      System.arraycopy(numbers, 0, padded, pads(), numbers.length);
      return padded;
    }

    /**
     * For each bucket the first boundary of its window; the last windows end with the boundaries.
     */
    void fill(char[] table, int start) {
      int last = pads() + numbers.length - window();
      int next = 0;
      for (int bucket = 0; bucket < buckets; bucket++) {
        while (next < numbers.length && bucket(numbers[next], buckets, scale) < bucket) {
          next++;
        }
        table[start + bucket] = (char) Math.min(next + pads(), last);
      }
    }
  }
}
