package io.scorejar.program;

/**
 * One tree of a {@link Forest}: inner nodes, of which 0 is the root, and leaves, each of which
 * names a row of the forest's values. Immutable.
 *
 * <p>A node goes left exactly where the rank of its column is at most its own. A child is the index
 * of a node, which is higher than its parent's, or {@code ~leaf}. Every node but the root and every
 * leaf is the child of exactly one node. A tree without nodes is its leaf 0.
 */
public final class Tree {

  private final int sum;
  private final int[] columns;
  private final int[] ranks;
  private final int[] lefts;
  private final int[] rights;
  private final int[] leaves;

  /**
   * A tree.
   *
   * @param sum the first of the forest's sums to which it adds
   * @param columns the column of each node
   * @param ranks the rank up to which each node goes left
   * @param lefts the left child of each node
   * @param rights the right child of each node
   * @param leaves the row of the forest's values that each leaf stands for; rows may be shared
   * @throws IllegalArgumentException if it is no tree
   */
  public Tree(int sum, int[] columns, int[] ranks, int[] lefts, int[] rights, int[] leaves) {
    this(columns.clone(), ranks.clone(), lefts.clone(), rights.clone(), leaves.clone(), sum);
    int nodes = columns.length;
    if (ranks.length != nodes || lefts.length != nodes || rights.length != nodes) {
      throw new IllegalArgumentException(
          "tree: expected " + nodes + " ranks and children, got other numbers");
    }
    if (leaves.length != nodes + 1) {
      throw new IllegalArgumentException(
          "tree: expected " + (nodes + 1) + " leaves, got " + leaves.length);
    }
    boolean[] met = new boolean[nodes + leaves.length];
    for (int node = 0; node < nodes; node++) {
      meet(met, node, lefts[node]);
      meet(met, node, rights[node]);
    }
  }

  private Tree(int[] columns, int[] ranks, int[] lefts, int[] rights, int[] leaves, int sum) {
    this.sum = sum;
    this.columns = columns;
    this.ranks = ranks;
    this.lefts = lefts;
    this.rights = rights;
    this.leaves = leaves;
  }

  /** A tree of arrays that are known to make one; they are not copied. */
  static Tree known(int sum, int[] columns, int[] ranks, int[] lefts, int[] rights, int[] leaves) {
    return new Tree(columns, ranks, lefts, rights, leaves, sum);
  }

  private void meet(boolean[] met, int parent, int child) {
    int place = child >= 0 ? child : columns.length + ~child;
    boolean inside = child >= 0 ? child > parent && place < columns.length : place < met.length;
    if (!inside || met[place]) {
      throw new IllegalArgumentException(
          "node " + parent + ": expected a later node or a leaf of its own, got child " + child);
    }
    met[place] = true;
  }

  /** The first of the forest's sums to which it adds. */
  public int sum() {
    return sum;
  }

  /** How many inner nodes it has; 0 is the root. */
  public int nodes() {
    return columns.length;
  }

  /** How many leaves it has: one more than nodes. */
  public int leaves() {
    return leaves.length;
  }

  /** The column that a node looks at. */
  public int column(int node) {
    return columns[node];
  }

  /** The highest rank that goes left. */
  public int rank(int node) {
    return ranks[node];
  }

  /** The left child: a node, or {@code ~leaf}. */
  public int left(int node) {
    return lefts[node];
  }

  /** The right child: a node, or {@code ~leaf}. */
  public int right(int node) {
    return rights[node];
  }

  /** The row of the forest's values that a leaf stands for. */
  public int row(int leaf) {
    return leaves[leaf];
  }

  // Whoever lays out thousands of trees reads arrays: a call a node is dear while a process is
  // cold.

  /** The column of each node; not a copy, so not to be changed. */
  public int[] columns() {
    return columns;
  }

  /** The highest rank that goes left, of each node; not a copy, so not to be changed. */
  public int[] ranks() {
    return ranks;
  }

  /** The left child of each node; not a copy, so not to be changed. */
  public int[] lefts() {
    return lefts;
  }

  /** The right child of each node; not a copy, so not to be changed. */
  public int[] rights() {
    return rights;
  }

  /** The row of each leaf; not a copy, so not to be changed. */
  public int[] rows() {
    return leaves;
  }
}
