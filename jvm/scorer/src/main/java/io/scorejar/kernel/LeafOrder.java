package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;

/**
 * The leaves of a tree from left to right: the leaves under a node lie side by side. A row ends in
 * the first leaf that is left when every node that sends it right has struck out those on its left.
 */
final class LeafOrder {

  /** The place of each leaf from left to right. */
  final int[] places;

  /** The place of the first leaf under each node. */
  final int[] firsts;

  /** The place of the first leaf under each node's right child; those before are the left one's. */
  final int[] middles;

  LeafOrder(Tree tree) {
    int nodes = tree.nodes();
    places = new int[tree.leaves()];
    firsts = new int[nodes];
    middles = new int[nodes];
    int[] counts = new int[nodes];
    for (int node = nodes - 1; node >= 0; node--) { // children come after their parents
      counts[node] = count(counts, tree.left(node)) + count(counts, tree.right(node));
    }
    for (int node = 0; node < nodes; node++) {
      middles[node] = firsts[node] + count(counts, tree.left(node));
      begin(tree.left(node), firsts[node]);
      begin(tree.right(node), middles[node]);
    }
  }

  private static int count(int[] counts, int child) {
    return child < 0 ? 1 : counts[child];
  }

  private void begin(int child, int place) {
    (child < 0 ? places : firsts)[child < 0 ? ~child : child] = place;
  }

  /** The leaves under a node's left child, as bits; for trees of up to 64 leaves. */
  long left(int node) {
    int count = middles[node] - firsts[node];
    return count == Long.SIZE ? -1L : ((1L << count) - 1) << firsts[node];
  }

  /** The order of each tree. */
  static LeafOrder[] of(Forest forest) {
    return forest.trees().stream().map(LeafOrder::new).toArray(LeafOrder[]::new);
  }

  /** How many leaves the largest tree of a forest has. */
  static int most(Forest forest) {
    return forest.trees().stream().mapToInt(Tree::leaves).max().orElse(1);
  }
}
