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
    this(tree.lefts(), tree.rights());
  }

  /** The order of a tree of these children, which are as {@link Tree} has them. */
  LeafOrder(int[] lefts, int[] rights) {
    int nodes = lefts.length;
    places = new int[nodes + 1];
    firsts = new int[nodes];
    middles = new int[nodes];
    int[] counts = new int[nodes];
    for (int node = nodes - 1; node >= 0; node--) { // children come after their parents
      int left = lefts[node];
      int right = rights[node];
      counts[node] = (left < 0 ? 1 : counts[left]) + (right < 0 ? 1 : counts[right]);
    }
    for (int node = 0; node < nodes; node++) {
      int first = firsts[node];
      int left = lefts[node];
      int right = rights[node];
      int middle = first + (left < 0 ? 1 : counts[left]);
      middles[node] = middle;
      if (left < 0) {
        places[~left] = first;
      } else {
        firsts[left] = first;
      }
      if (right < 0) {
        places[~right] = middle;
      } else {
        firsts[right] = middle;
      }
    }
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
