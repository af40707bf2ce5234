package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;

/**
 * For each column and rank the leaves that are left in each tree when all nodes on that column have
 * spoken: a row is one AND per column, over all trees at once. Trees of up to 64 leaves; worth its
 * memory only while it stays in a cache.
 */
final class MaskTable {

  /** The forest's columns that a node looks at. */
  final int[] columns;

  /** Where the masks of rank 0 of each of them begin; those of the next rank lie behind. */
  final int[] starts;

  /** Masks by column, rank and tree. */
  final long[] masks;

  /** The leaves from left to right, which is their order in a mask. */
  final LeafOrder[] orders;

  MaskTable(Parts parts) {
    Forest forest = parts.forest;
    columns = parts.used;
    starts = new int[columns.length];
    orders = parts.orders();
    int[] places = new int[forest.columns().size()];
    int trees = forest.trees().size();
    int size = 0;
    for (int i = 0; i < columns.length; i++) {
      places[columns[i]] = i;
      starts[i] = size;
      size += (forest.columns().get(columns[i]).highest() + 1) * trees;
    }
    masks = new long[size];
    Arrays.fill(masks, -1L);
    for (int number = 0; number < trees; number++) {
      Tree tree = forest.trees().get(number);
      for (int node = 0; node < tree.nodes(); node++) {
        int row = starts[places[tree.column(node)]] + (tree.rank(node) + 1) * trees;
        masks[row + number] &= ~orders[number].left(node);
      }
    }
    for (int i = 0; i < columns.length; i++) {
      int end = i + 1 < columns.length ? starts[i + 1] : size;
      for (int at = starts[i] + trees; at < end; at++) {
        masks[at] &= masks[at - trees];
      }
    }
  }

  /** How many masks the table of a forest has. */
  static long size(Parts parts) {
    return Arrays.stream(parts.used)
            .mapToLong(column -> parts.forest.columns().get(column).highest() + 1)
            .sum()
        * parts.forest.trees().size();
  }

  /** The sums over leaves at {@code tree << shift | place}. */
  Sums sums(Forest forest, int shift) {
    return Sums.of(
        forest,
        (tree, leaf) -> (tree << shift) + orders[tree].places[leaf],
        forest.trees().size() << shift);
  }
}
