package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.util.Arrays;

/** Leaf masks by column and rank, for trees of up to 64 leaves. */
final class LongMasks implements RowKernel {

  private final Ranks ranks;
  private final Sums sums;
  private final int leafBits;
  private final int count;
  private final int width;
  private final int[] columns;
  private final int[] starts;
  private final int[] begins;
  private final int[] ends;
  private final char[] trees;
  private final long[] left;
  private final int[] marked;
  private final int apart;

  /** An array each: loops over places that stand behind one another would not become vectors. */
  private final long[][] marks;

  private LongMasks(Parts parts) {
    Forest forest = parts.forest;
    MaskTable table = new MaskTable(parts, Long.BYTES);
    ranks = parts.ranks();
    sums = parts.leafSums();
    leafBits = parts.leafBits();
    count = forest.trees().size();
    width = table.width;
    columns = table.columns;
    starts = table.starts;
    begins = table.begins;
    ends = table.ends;
    trees = table.trees;
    marked = table.marked;
    apart = table.apart;
    left = table.left;
    marks = table.marks;
  }

  /** The kernel of a forest, or null where it does not take it. */
  static LongMasks of(Parts parts) {
    return MaskTable.takes(parts, Long.SIZE) ? new LongMasks(parts) : null;
  }

  @Override
  public String name() {
    return "wide-masks";
  }

  @Override
  public Scratch scratch() {
    return new Scratch(ranks.count(), count, width);
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    ranks.rank(values, scratch.ranks);
    long[] open = scratch.masks;
    Arrays.fill(open, -1L);
    strikeMarks(scratch.ranks, open);
    strikeNodes(scratch.ranks, open);
    int[] leaves = scratch.leaves;
    for (int tree = 0; tree < count; tree++) {
      leaves[tree] = (tree << leafBits) + Long.numberOfTrailingZeros(open[tree]);
    }
    sums.add(leaves, frame);
  }

  /** Four columns at a time, so that a mask is loaded and stored less often. */
  private void strikeMarks(int[] ranked, long[] open) {
    int i = 0;
    for (; i + 3 < marked.length; i += 4) {
      long[] a = mark(ranked, marked[i]);
      long[] b = mark(ranked, marked[i + 1]);
      long[] c = mark(ranked, marked[i + 2]);
      long[] d = mark(ranked, marked[i + 3]);
      for (int tree = 0; tree < open.length; tree++) {
        open[tree] &= a[tree] & b[tree] & c[tree] & d[tree];
      }
    }
    for (; i < marked.length; i++) {
      long[] a = mark(ranked, marked[i]);
      for (int tree = 0; tree < open.length; tree++) {
        open[tree] &= a[tree];
      }
    }
  }

  private long[] mark(int[] ranked, int i) {
    return marks[begins[starts[i] + ranked[columns[i]]] >> apart];
  }

  private void strikeNodes(int[] ranked, long[] open) {
    for (int i = 0; i < columns.length; i++) {
      int look = starts[i] + ranked[columns[i]];
      int end = ends[look];
      for (int node = begins[look]; node < end; node++) {
        open[trees[node]] &= left[node];
      }
    }
  }
}
