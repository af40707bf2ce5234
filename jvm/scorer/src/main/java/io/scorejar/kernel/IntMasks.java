package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.util.Arrays;
import java.util.IdentityHashMap;

/** Leaf masks by column and rank, for trees of up to 32 leaves. */
final class IntMasks implements RowKernel {

  private static final int SHIFT = 5;

  private final Ranks ranks;
  private final Sums sums;
  private final int count;
  private final int width;
  private final int[] columns;
  private final int[] starts;
  private final int[] begins;
  private final int[] ends;
  private final char[] trees;
  private final int[] left;
  private final int[] marked;
  private final int apart;

  /** An array each: loops over places that stand behind one another would not become vectors. */
  private final int[][] marks;

  private IntMasks(Parts parts) {
    Forest forest = parts.forest;
    MaskTable table = new MaskTable(parts, Integer.BYTES);
    ranks = parts.ranks();
    sums = parts.leafSums();
    count = forest.trees().size();
    width = table.width;
    columns = table.columns;
    starts = table.starts;
    begins = table.begins;
    ends = table.ends;
    trees = table.trees;
    marked = table.marked;
    apart = table.apart;
    left = ints(table.left);
    IdentityHashMap<long[], int[]> narrowed = new IdentityHashMap<>();
    marks =
        Arrays.stream(table.marks)
            .map(mark -> mark == null ? null : narrowed.computeIfAbsent(mark, IntMasks::ints))
            .toArray(int[][]::new);
  }

  /** The kernel of a forest, or null where it does not take it. */
  static IntMasks of(Parts parts) {
    return MaskTable.takes(parts, Integer.SIZE) ? new IntMasks(parts) : null;
  }

  private static int[] ints(long[] masks) {
    return Arrays.stream(masks).mapToInt(mask -> (int) mask).toArray();
  }

  @Override
  public String name() {
    return "masks";
  }

  @Override
  public Scratch scratch() {
    return new Scratch(ranks.count(), count, 0, 0, 0, width);
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    ranks.rank(values, scratch.ranks);
    int[] open = scratch.narrow;
    Arrays.fill(open, -1);
    strikeMarks(scratch.ranks, open);
    strikeNodes(scratch.ranks, open);
    int[] leaves = scratch.leaves;
    for (int tree = 0; tree < count; tree++) {
      leaves[tree] = (tree << SHIFT) + Integer.numberOfTrailingZeros(open[tree]);
    }
    sums.add(leaves, frame);
  }

  /** Four columns at a time, so that a mask is loaded and stored less often. */
  private void strikeMarks(int[] ranked, int[] open) {
    int i = 0;
    for (; i + 3 < marked.length; i += 4) {
      int[] a = mark(ranked, marked[i]);
      int[] b = mark(ranked, marked[i + 1]);
      int[] c = mark(ranked, marked[i + 2]);
      int[] d = mark(ranked, marked[i + 3]);
      for (int tree = 0; tree < open.length; tree++) {
        open[tree] &= a[tree] & b[tree] & c[tree] & d[tree];
      }
    }
    for (; i < marked.length; i++) {
      int[] a = mark(ranked, marked[i]);
      for (int tree = 0; tree < open.length; tree++) {
        open[tree] &= a[tree];
      }
    }
  }

  private int[] mark(int[] ranked, int i) {
    return marks[begins[starts[i] + ranked[columns[i]]] >> apart];
  }

  private void strikeNodes(int[] ranked, int[] open) {
    for (int i = 0; i < columns.length; i++) {
      int look = starts[i] + ranked[columns[i]];
      int end = ends[look];
      for (int node = begins[look]; node < end; node++) {
        open[trees[node]] &= left[node];
      }
    }
  }
}
