package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;

/**
 * The walk without ranks, for forests that look at many columns and at each only a few times: to
 * rank a column costs as much as several nodes. A node compares the value itself, by the sign of
 * {@code boundary - value}; a missing value stands for an infinite one. Numbers with finite
 * boundaries only.
 */
final class DirectWalk implements RowKernel {

  private static final long MAGNITUDE = Long.MAX_VALUE;
  private static final long INFINITE = 0x7FF0000000000000L;

  /** What a column that is ranked costs, in steps of the walk. */
  private static final int STEPS_A_RANK = 4;

  private final Sums sums;
  private final int[] slots;
  private final double[] boundaries;

  /** What a missing value stands for, as bits. */
  private final long[] missing;

  /** Twice the way to the left child, and one; 0 for a leaf, which leads to itself. */
  private final int[] steps;

  private final int[] roots;
  private final int[] trees;
  private final int[] depths;
  private final int count;

  private DirectWalk(Parts parts) {
    Forest forest = parts.forest;
    Walk walk = parts.walk();
    sums = walk.sums(forest);
    roots = walk.roots;
    trees = walk.trees;
    depths = walk.depths;
    count = forest.trees().size();
    int size = walk.size();
    slots = new int[size];
    boundaries = new double[size];
    missing = new long[size];
    steps = new int[size];
    for (int node = 0; node < size; node++) {
      if (walk.steps[node] > 0) {
        Boundaries column = (Boundaries) forest.columns().get(walk.columns[node]);
        slots[node] = column.slot();
        boundaries[node] = column.boundary(walk.ranks[node]);
        boolean left = column.missing() <= walk.ranks[node];
        missing[node] = INFINITE | (left ? Long.MIN_VALUE : 0);
        steps[node] = 2 * walk.steps[node] + 1;
      }
    }
  }

  /** The kernel of a forest, or null where it does not take it. */
  static DirectWalk of(Parts parts) {
    for (int i : parts.used) {
      Column column = parts.forest.columns().get(i);
      if (!(column instanceof Boundaries numbers) || !NumberRanks.takes(numbers)) {
        return null;
      }
    }
    return new DirectWalk(parts);
  }

  /** Whether ranks would cost a forest more than its steps. */
  static boolean likely(Parts parts) {
    return (long) STEPS_A_RANK * parts.used.length > parts.steps();
  }

  @Override
  public String name() {
    return "direct-walk";
  }

  @Override
  public Scratch scratch() {
    return new Scratch(0, count + 1, 0);
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    find(values, scratch.leaves);
    sums.add(scratch.leaves, frame);
  }

  private void find(double[] values, int[] leaves) {
    for (int group = 0; group < depths.length; group++) {
      int first = group * Walk.GROUP;
      int a = roots[first];
      int b = roots[first + 1];
      int c = roots[first + 2];
      int d = roots[first + 3];
      int e = roots[first + 4];
      int f = roots[first + 5];
      int g = roots[first + 6];
      int h = roots[first + 7];
      for (int depth = depths[group]; depth > 0; depth--) {
        a = next(a, values);
        b = next(b, values);
        c = next(c, values);
        d = next(d, values);
        e = next(e, values);
        f = next(f, values);
        g = next(g, values);
        h = next(h, values);
      }
      leaves[trees[first]] = a;
      leaves[trees[first + 1]] = b;
      leaves[trees[first + 2]] = c;
      leaves[trees[first + 3]] = d;
      leaves[trees[first + 4]] = e;
      leaves[trees[first + 5]] = f;
      leaves[trees[first + 6]] = g;
      leaves[trees[first + 7]] = h;
    }
  }

  private int next(int at, double[] values) {
    long bits = Double.doubleToRawLongBits(values[slots[at]]);
    long nan = (INFINITE - (bits & MAGNITUDE)) >> 63;
    double value = Double.longBitsToDouble((bits & ~nan) | (missing[at] & nan));
    long difference = Double.doubleToRawLongBits(boundaries[at] - value);
    int step = steps[at];
    return at + (step >> 1) + ((int) (difference >>> 63) & step);
  }
}
