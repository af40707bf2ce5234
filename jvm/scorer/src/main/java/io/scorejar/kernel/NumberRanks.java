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

  private final int[] slots;
  private final int[] columns;
  private final double[] lows;
  private final double[] scales;
  private final long[] missing;
  private final int[] starts;
  private final int[] lasts;
  private final int[] places;
  private final int[] halves;
  private final int[] pads;
  private final char[] table;
  private final double[] boundaries;

  private NumberRanks(List<Plan> plans) {
    int count = plans.size();
    slots = new int[count];
    columns = new int[count];
    lows = new double[count];
    scales = new double[count];
    missing = new long[count];
    starts = new int[count];
    lasts = new int[count];
    places = new int[count];
    halves = new int[count];
    pads = new int[count];
    table = new char[plans.stream().mapToInt(plan -> plan.buckets).sum()];
    boundaries = new double[plans.stream().mapToInt(plan -> plan.padded().length).sum()];
    int start = 0;
    int place = 0;
    for (int i = 0; i < count; i++) {
      Plan plan = plans.get(i);
      slots[i] = plan.slot;
      columns[i] = plan.column;
      lows[i] = plan.numbers[0];
      scales[i] = plan.scale;
      missing[i] = plan.missing;
      starts[i] = start;
      lasts[i] = plan.buckets - 1;
      places[i] = place;
      halves[i] = 1 << (plan.steps - 1);
      pads[i] = plan.pads();
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
    for (int i = 0; i < slots.length; i++) {
      ranks[columns[i]] = rank(i, values[slots[i]]);
    }
  }

  /** Ranks a block of rows: the rank of row r in column c goes to {@code c << shift | r}. */
  void rank(double[][] rows, int count, int shift, int[] ranks) {
    for (int i = 0; i < slots.length; i++) {
      int slot = slots[i];
      int at = columns[i] << shift;
      for (int row = 0; row < count; row++) {
        ranks[at + row] = rank(i, rows[row][slot]);
      }
    }
  }

  private int rank(int i, double given) {
    long bits = Double.doubleToRawLongBits(given);
    long nan = (INFINITE - (bits & SIGN)) >> 63;
    double value = Double.longBitsToDouble((bits & ~nan) | (missing[i] & nan));
    int bucket = Math.max(0, Math.min((int) ((value - lows[i]) * scales[i]), lasts[i]));
    int at = places[i];
    int found = at + table[starts[i] + bucket];
    for (int half = halves[i]; half > 0; half >>= 1) {
      double difference = boundaries[found + half - 1] - value;
      found += half & (int) (Double.doubleToRawLongBits(difference) >> 63);
    }
    return Math.max(0, found - at - pads[i]);
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
      this.missing = Double.doubleToRawLongBits(boundaries.missingLow() ? low : Math.nextUp(high));
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
      return Math.max(0, Math.min((int) ((value - numbers[0]) * ofScale), ofBuckets - 1));
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
