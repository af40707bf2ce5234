package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.util.Arrays;

/** Leaf masks by column and rank, for trees of up to 32 leaves. */
final class IntMasks implements RowKernel {

  /** The most bytes of masks: about what a second-level cache holds. */
  static final long MOST_BYTES = 3 << 19;

  private static final int SHIFT = 5;

  private final Ranks ranks;
  private final Sums sums;
  private final int trees;
  private final int[] columns;
  private final int[] starts;
  private final int[] masks;

  private IntMasks(Parts parts) {
    Forest forest = parts.forest;
    MaskTable table = new MaskTable(parts);
    ranks = parts.ranks();
    sums = table.sums(forest, SHIFT);
    trees = forest.trees().size();
    columns = table.columns;
    starts = table.starts;
    masks = Arrays.stream(table.masks).mapToInt(mask -> (int) mask).toArray();
  }

  /** The kernel of a forest, or null where it does not take it. */
  static IntMasks of(Parts parts) {
    boolean takes =
        LeafOrder.most(parts.forest) <= Integer.SIZE && 4 * MaskTable.size(parts) <= MOST_BYTES;
    return takes ? new IntMasks(parts) : null;
  }

  @Override
  public String name() {
    return "masks";
  }

  @Override
  public Scratch scratch() {
    return new Scratch(ranks.count(), trees, 0);
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    ranks.rank(values, scratch.ranks);
    and(scratch.ranks, scratch.leaves);
    int[] leaves = scratch.leaves;
    for (int tree = 0; tree < leaves.length; tree++) {
      leaves[tree] = (tree << SHIFT) + Integer.numberOfTrailingZeros(leaves[tree]);
    }
    sums.add(leaves, frame);
  }

  /** Four columns at a time, so that a mask is loaded and stored less often. */
  private void and(int[] ranked, int[] left) {
    Arrays.fill(left, -1);
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

  private void and(int[] left, int a, int b, int c, int d) {
    int[] table = masks;
    for (int tree = 0; tree < left.length; tree++) {
      left[tree] &= table[a + tree] & table[b + tree] & table[c + tree] & table[d + tree];
    }
  }
}
