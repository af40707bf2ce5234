package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;

/**
 * The nodes of a forest in lanes: node by node, the trees of a group side by side, 64 nodes a
 * vector. Places that no node fills ask for a rank that there is not.
 */
final class VectorTables {

  /** How many nodes stand in a vector of conditions, and ranks in one of ranks. */
  static final int NODES = 64;

  /** How many columns two vectors of ranks hold: a permutation takes no more. */
  static final int COLUMNS = 2 * NODES;

  final int lanes;
  final int groups;

  /** The byte of each node's column, and its biased rank. */
  final byte[] columns;

  final byte[] ranks;

  /** The leaves that are left when a node sends the row right. */
  final long[] masks;

  /** Where the nodes of each group begin; they are whole vectors. */
  final int[] starts;

  final LeafOrder[] orders;

  VectorTables(Parts parts, int lanes) {
    Forest forest = parts.forest;
    int[] used = parts.used;
    this.lanes = lanes;
    int trees = forest.trees().size();
    groups = (trees + lanes - 1) / lanes;
    orders = parts.orders();
    starts = new int[groups + 1];
    for (int group = 0; group < groups; group++) {
      int most = 0;
      for (int tree = group * lanes; tree < Math.min(trees, (group + 1) * lanes); tree++) {
        most = Math.max(most, forest.trees().get(tree).nodes());
      }
      int vectors = (most * lanes + NODES - 1) / NODES;
      starts[group + 1] = starts[group] + vectors * NODES;
    }
    columns = new byte[starts[groups]];
    ranks = new byte[starts[groups]];
    masks = new long[starts[groups]];
    Arrays.fill(ranks, Byte.MAX_VALUE);
    Arrays.fill(masks, -1L);
    int[] bytes = new int[forest.columns().size()];
    for (int i = 0; i < used.length; i++) {
      bytes[used[i]] = i;
    }
    for (int number = 0; number < trees; number++) {
      Tree tree = forest.trees().get(number);
      int start = starts[number / lanes] + number % lanes;
      for (int node = 0; node < tree.nodes(); node++) {
        int at = start + node * lanes;
        columns[at] = (byte) bytes[tree.column(node)];
        ranks[at] = (byte) (tree.rank(node) - VectorRanks.BIAS);
        masks[at] = ~orders[number].left(node);
      }
    }
  }

  /** The sums over leaves at {@code tree << shift | place}. */
  Sums sums(Forest forest, int shift) {
    return Sums.of(
        forest,
        (tree, leaf) -> (tree << shift) + orders[tree].places[leaf],
        forest.trees().size() << shift);
  }

  /** Whether the trees and columns of a forest fit into lanes. */
  static boolean takes(Parts parts) {
    Forest forest = parts.forest;
    int[] used = parts.used;
    return used.length <= COLUMNS
        && Arrays.stream(used).allMatch(i -> VectorRanks.takes(forest.columns().get(i)))
        && LeafOrder.most(forest) <= Long.SIZE;
  }
}
