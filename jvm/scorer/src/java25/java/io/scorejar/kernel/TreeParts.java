package io.scorejar.kernel;

import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree cut into parts of few leaves, each a tree itself. Where a part was cut off, the part above
 * has a leaf instead. Parents stand before what was cut off them, and the root's part first.
 */
final class TreeParts {

  /** The nodes and leaves of one part, numbered anew; children as {@link Tree} has them. */
  static final class Part {

    final int[] columns;
    final int[] ranks;
    final int[] lefts;
    final int[] rights;

    /** For each leaf the leaf of the whole tree, or {@code ~part} where that part hangs. */
    final int[] leaves;

    private Part(int leaves) {
      this.leaves = new int[leaves];
      columns = new int[leaves - 1];
      ranks = new int[leaves - 1];
      lefts = new int[leaves - 1];
      rights = new int[leaves - 1];
    }

    int nodes() {
      return columns.length;
    }
  }

  final List<Part> parts = new ArrayList<>();

  private final Tree whole;

  /** Whether a node begins a part. */
  private final boolean[] cut;

  /** The part that each node begins. */
  private final int[] numbers;

  /** The leaves of what is left under each node when all below is cut. */
  private final int[] sizes;

  /**
   * Cuts a tree.
   *
   * @param most leaves of a part, 2 or more
   */
  TreeParts(Tree tree, int most) {
    whole = tree;
    int nodes = tree.nodes();
    cut = new boolean[nodes];
    numbers = new int[nodes];
    sizes = new int[nodes];
    for (int node = nodes - 1; node >= 0; node--) { // children come after their parents
      int left = tree.left(node);
      int right = tree.right(node);
      while (size(left) + size(right) > most) {
        cut[size(left) >= size(right) ? left : right] = true;
      }
      sizes[node] = size(left) + size(right);
    }
    int number = 1;
    for (int node = 1; node < nodes; node++) {
      if (cut[node]) {
        numbers[node] = number++;
      }
    }
    for (int node = 0; node < nodes; node++) {
      if (node == 0 || cut[node]) {
        parts.add(part(node));
      }
    }
    if (nodes == 0) {
      parts.add(new Part(1)); // whose one leaf is 0
    }
  }

  private int size(int child) {
    return child < 0 || cut[child] ? 1 : sizes[child];
  }

  private Part part(int root) {
    Part part = new Part(sizes[root]);
    int[] nodes = new int[part.nodes()];
    nodes[0] = root;
    int met = 1;
    int found = 0;
    for (int i = 0; i < nodes.length; i++) {
      int node = nodes[i];
      part.columns[i] = whole.column(node);
      part.ranks[i] = whole.rank(node);
      int left = whole.left(node);
      if (inside(left)) {
        nodes[met] = left;
        part.lefts[i] = met++;
      } else {
        part.leaves[found] = meant(left);
        part.lefts[i] = ~found++;
      }
      int right = whole.right(node);
      if (inside(right)) {
        nodes[met] = right;
        part.rights[i] = met++;
      } else {
        part.leaves[found] = meant(right);
        part.rights[i] = ~found++;
      }
    }
    return part;
  }

  /** Whether a child belongs to the part of its parent, and is no leaf. */
  private boolean inside(int child) {
    return child >= 0 && !cut[child];
  }

  /** What a leaf of a part stands for. */
  private int meant(int child) {
    return child < 0 ? ~child : ~numbers[child];
  }
}
