package io.scorejar.kernel;

import io.scorejar.program.Boundaries;

/**
 * Evenly wide buckets of one column's values: how many boundaries lie in lower ones, and how many
 * windows of eight hold those of any one bucket. A value is compared with these alone, which is
 * exact for the reason that {@link NumberRanks} gives. A column that {@link NumberRanks} does not
 * take has a single bucket.
 */
final class Buckets {

  /** How many boundaries a vector holds. */
  static final int WINDOW = 8;

  private static final int MOST = 1 << 12;

  final double low;
  final double scale;

  /** The first boundary of each bucket. */
  final int[] firsts;

  final int windows;

  private Buckets(Boundaries column, double scale, int count, int windows) {
    this.low = count > 1 ? column.boundary(0) : 0;
    this.scale = count > 1 ? scale : 0;
    this.windows = windows;
    firsts = new int[count];
    int next = 0;
    for (int bucket = 0; bucket < count; bucket++) {
      while (next < column.count() && bucket(column.boundary(next), low, this.scale) < bucket) {
        next++;
      }
      firsts[bucket] = next;
    }
  }

  /** The fewest buckets of a column that take the fewest windows. */
  static Buckets of(Boundaries column) {
    int count = column.count();
    int windows = Math.max(1, (count + WINDOW - 1) / WINDOW);
    int buckets = 1;
    double best = 0;
    if (count > WINDOW && NumberRanks.takes(column)) {
      double width = column.boundary(count - 1) - column.boundary(0);
      for (int tried = WINDOW; tried <= MOST && windows > 1; tried *= 2) {
        double scale = (tried - 1) / width;
        int needed = scale > 0 && scale < 1e300 ? windows(column, scale) : windows;
        if (needed < windows) {
          windows = needed;
          buckets = tried;
          best = scale;
        }
      }
    }
    return new Buckets(column, best, buckets, windows);
  }

  private static int bucket(double boundary, double low, double scale) {
    return (int) ((boundary - low) * scale);
  }

  private static int windows(Boundaries column, double scale) {
    double low = column.boundary(0);
    int fullest = 0;
    int first = 0;
    for (int i = 0; i < column.count(); i++) {
      if (bucket(column.boundary(first), low, scale) != bucket(column.boundary(i), low, scale)) {
        first = i;
      }
      fullest = Math.max(fullest, i - first + 1);
    }
    return (fullest + WINDOW - 1) / WINDOW;
  }
}
