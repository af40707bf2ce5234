package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.util.Arrays;

/** Leaf masks by column and rank, for trees of up to 64 leaves. */
final class LongMasks implements RowKernel {

  private static final int SHIFT = 6;

  private final Ranks ranks;
  private final Sums sums;
  private final int trees;
  private final int[] columns;
  private final int[] starts;
  private final long[] masks;

  private LongMasks(Parts parts) {
    Forest forest = parts.forest;
    MaskTable table = new MaskTable(parts);
    ranks = parts.ranks();
    sums = table.sums(forest, SHIFT);
    trees = forest.trees().size();
    columns = table.columns;
    starts = table.starts;
    masks = table.masks;
  }

  /** The kernel of a forest, or null where it does not take it. */
  static LongMasks of(Parts parts) {
    boolean takes =
        LeafOrder.most(parts.forest) <= Long.SIZE
            && 8 * MaskTable.size(parts) <= IntMasks.MOST_BYTES;
    return takes ? new LongMasks(parts) : null;
  }

  @Override
  public String name() {
    return "wide-masks";
  }

  @Override
  public Scratch scratch() {
    return new Scratch(ranks.count(), trees, trees);
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    ranks.rank(values, scratch.ranks);
    and(scratch.ranks, scratch.masks);
    long[] masked = scratch.masks;
    int[] leaves = scratch.leaves;
    for (int tree = 0; tree < leaves.length; tree++) {
      leaves[tree] = (tree << SHIFT) + Long.numberOfTrailingZeros(masked[tree]);
    }
    sums.add(leaves, frame);
  }

  /** Four columns at a time, so that a mask is loaded and stored less often. */
  private void and(int[] ranked, long[] left) {
    Arrays.fill(left, -1L);
    int i = 0;
    for (; i + 3 < columns.length; i += 4) {
      and(left, row(ranked, i), row(ranked, i + 1), row(ranked, i + 2), row(ranked, i + 3));
    }
    for (; i < columns.length; i++) {
      int row = row(ranked, i);
      and(left, row, row, row, row);
    }
  }

  private int row(int[] ranked, int i) {
    return starts[i] + ranked[columns[i]] * trees;
  }

  private void and(long[] left, int a, int b, int c, int d) {
    long[] table = masks;
    for (int tree = 0; tree < left.length; tree++) {
      left[tree] &= table[a + tree] & table[b + tree] & table[c + tree] & table[d + tree];
    }
  }
}
