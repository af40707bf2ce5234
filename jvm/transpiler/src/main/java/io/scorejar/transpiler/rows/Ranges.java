package io.scorejar.transpiler.rows;

import java.util.Arrays;

/** A set of candidates of a column: ranges of their numbers, in order. Immutable. */
final class Ranges {

  static final Ranges NONE = new Ranges(new int[0]);

  /** From, to (exclusive), from, to, …; none of them empty, none touching. */
  private final int[] ends;

  private Ranges(int[] ends) {
    this.ends = ends;
  }

  static Ranges single(int candidate) {
    return new Ranges(new int[] {candidate, candidate + 1});
  }

  /** The candidates of which it is true. */
  static Ranges where(int size, java.util.function.IntPredicate is) {
    int[] ends = new int[8];
    int count = 0;
    boolean in = false;
    for (int i = 0; i <= size; i++) {
      boolean now = i < size && is.test(i);
      if (now != in) {
        ends = count == ends.length ? Arrays.copyOf(ends, 2 * count) : ends;
        ends[count++] = i;
        in = now;
      }
    }
    return count == 0 ? NONE : new Ranges(Arrays.copyOf(ends, count));
  }

  /** The ranges from, to, from, to, … of which two may touch. */
  static Ranges joined(int[] ends, int count) {
    int kept = 0;
    int[] joined = new int[count];
    for (int i = 0; i < count; i += 2) {
      if (kept > 0 && joined[kept - 1] == ends[i]) {
        joined[kept - 1] = ends[i + 1];
      } else {
        joined[kept++] = ends[i];
        joined[kept++] = ends[i + 1];
      }
    }
    return kept == 0 ? NONE : new Ranges(Arrays.copyOf(joined, kept));
  }

  boolean isEmpty() {
    return ends.length == 0;
  }

  boolean contains(int candidate) {
    int at = Arrays.binarySearch(ends, candidate);
    // On an end: inside if it is a from. Between two: inside if the one before is a from.
    return at >= 0 ? at % 2 == 0 : (-at - 2) % 2 == 0;
  }

  int size() {
    int size = 0;
    for (int i = 0; i < ends.length; i += 2) {
      size += ends[i + 1] - ends[i];
    }
    return size;
  }

  /** The candidate at a place from 0 to size - 1. */
  int get(int place) {
    int left = place;
    for (int i = 0; i < ends.length; i += 2) {
      int length = ends[i + 1] - ends[i];
      if (left < length) {
        return ends[i] + left;
      }
      left -= length;
    }
    throw new IndexOutOfBoundsException(place);
  }

  Ranges and(Ranges that) {
    int[] both = new int[ends.length + that.ends.length];
    int count = 0;
    for (int i = 0, j = 0; i < ends.length && j < that.ends.length; ) {
      int from = Math.max(ends[i], that.ends[j]);
      int to = Math.min(ends[i + 1], that.ends[j + 1]);
      if (from < to) {
        both[count++] = from;
        both[count++] = to;
      }
      if (ends[i + 1] < that.ends[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return count == 0 ? NONE : new Ranges(Arrays.copyOf(both, count));
  }
}
