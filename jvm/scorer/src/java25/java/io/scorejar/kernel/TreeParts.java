package io.scorejar.kernel;

import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.List;

/**
 * A tree cut into parts of few leaves, each a tree itself. Where a part was cut off, the part above
 * has a leaf instead. Parents stand before what was cut off them, and the root's part first.
 */
final class TreeParts {

  /** The nodes and leaves of one part, numbered anew. */
  static final class Part {

    final Tree tree;

    /** For each leaf the leaf of the whole tree, or {@code ~part} where that part hangs. */
    final int[] leaves;

    private Part(Tree tree, int[] leaves) {
      this.tree = tree;
      this.leaves = leaves;
    }
  }

  final List<Part> parts = new ArrayList<>();

  private final Tree whole;

  /** Whether a node begins a part. */
  private final boolean[] cut;

  /** The part that each node begins. */
  private final int[] numbers;

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
    int[] sizes = new int[nodes];
    for (int node = nodes - 1; node >= 0; node--) { // children come after their parents
      int left = tree.left(node);
      int right = tree.right(node);
      while (size(sizes, left) + size(sizes, right) > most) {
        cut[size(sizes, left) >= size(sizes, right) ? left : right] = true;
      }
      sizes[node] = size(sizes, left) + size(sizes, right);
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
      parts.add(new Part(tree, new int[] {0}));
    }
  }

  private int size(int[] sizes, int child) {
    return child < 0 || cut[child] ? 1 : sizes[child];
  }

  private Part part(int root) {
    List<Integer> nodes = new ArrayList<>(List.of(root));
    List<Integer> leaves = new ArrayList<>();
    int[][] children = new int[whole.nodes() - root][];
    for (int i = 0; i < nodes.size(); i++) {
      int node = nodes.get(i);
      children[i] =
          new int[] {
            child(whole.left(node), nodes, leaves), child(whole.right(node), nodes, leaves)
          };
    }
    int count = nodes.size();
    int[] columns = new int[count];
    int[] ranks = new int[count];
    int[] lefts = new int[count];
    int[] rights = new int[count];
    for (int i = 0; i < count; i++) {
      columns[i] = whole.column(nodes.get(i));
      ranks[i] = whole.rank(nodes.get(i));
      lefts[i] = children[i][0];
      rights[i] = children[i][1];
    }
    int[] found = leaves.stream().mapToInt(leaf -> leaf).toArray();
    int[] rows = new int[found.length]; // what they stand for, nobody asks a part
    return new Part(new Tree(whole.sum(), columns, ranks, lefts, rights, rows), found);
  }

  private int child(int child, List<Integer> nodes, List<Integer> leaves) {
    if (child >= 0 && !cut[child]) {
      nodes.add(child);
      return nodes.size() - 1;
    }
    leaves.add(child < 0 ? ~child : ~numbers[child]);
    return ~(leaves.size() - 1);
  }
}
