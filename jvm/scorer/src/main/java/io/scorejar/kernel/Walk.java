package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;

/**
 * Where the nodes of a forest lie for a walk without branches. Children lie side by side, so that a
 * step is an addition; a leaf leads to itself, so that trees of different depth walk together.
 * Trees are sorted by depth and walk eight at a time, each group as far as its deepest tree goes.
 */
final class Walk {

  /** How many trees walk at once: enough to hide the latency of a node's two loads. */
  static final int GROUP = 8;

  /** Each node's column, its rank and the way to its left child, packed by {@link #pack}. */
  final int[] columns;

  final int[] ranks;
  final int[] steps;

  /** The first node of each tree, in the order in which they walk. */
  final int[] roots;

  /** The forest's number of each tree, in the order in which they walk; a made one for filling. */
  final int[] trees;

  /** How deep each group goes. */
  final int[] depths;

  private final int[][] leafNodes;

  Walk(Forest forest) {
    int count = forest.trees().size();
    int groups = (count + GROUP - 1) / GROUP;
    int[] deepness = new int[count];
    Integer[] order = new Integer[count];
    int size = 1; // node 0 is a leaf, the tree that fills the last group
    for (int tree = 0; tree < count; tree++) {
      order[tree] = tree;
      deepness[tree] = depth(forest.trees().get(tree));
      size += 2 * forest.trees().get(tree).leaves() - 1;
    }
    Arrays.sort(order, (a, b) -> Integer.compare(deepness[a], deepness[b]));
    columns = new int[size];
    ranks = new int[size];
    steps = new int[size];
    roots = new int[groups * GROUP];
    trees = new int[groups * GROUP];
    depths = new int[groups];
    leafNodes = new int[count][];
    Arrays.fill(trees, count);
    ranks[0] = Integer.MAX_VALUE;
    int next = 1;
    for (int place = 0; place < count; place++) {
      int tree = order[place];
      trees[place] = tree;
      roots[place] = next;
      depths[place / GROUP] = deepness[tree];
      next = lay(forest.trees().get(tree), tree, next);
    }
  }

  static int depth(Tree tree) {
    int[] lefts = tree.lefts();
    int[] rights = tree.rights();
    int[] depths = new int[lefts.length];
    int deepest = 0;
    for (int node = 0; node < depths.length; node++) {
      int below = depths[node] + 1;
      deepest = Math.max(deepest, below);
      int left = lefts[node];
      int right = rights[node];
      if (left >= 0) {
        depths[left] = below;
      }
      if (right >= 0) {
        depths[right] = below;
      }
    }
    return deepest;
  }

  /** Lays a tree out breadth first from a place; returns the place after it. */
  private int lay(Tree tree, int number, int from) {
    int[] queue = new int[tree.nodes() + tree.leaves()];
    queue[0] = tree.nodes() == 0 ? ~0 : 0;
    int end = 1;
    leafNodes[number] = new int[tree.leaves()];
    for (int i = 0; i < end; i++) {
      int node = queue[i];
      int place = from + i;
      if (node < 0) {
        ranks[place] = Integer.MAX_VALUE;
        leafNodes[number][~node] = place;
        continue;
      }
      columns[place] = tree.column(node);
      ranks[place] = tree.rank(node);
      steps[place] = end - i;
      queue[end++] = tree.left(node);
      queue[end++] = tree.right(node);
    }
    return from + end;
  }

  /** How many nodes of a forest a row steps over, with those of trees that wait for others. */
  static long steps(Forest forest) {
    int[] depths = forest.trees().stream().mapToInt(Walk::depth).sorted().toArray();
    long steps = 0;
    for (int first = 0; first < depths.length; first += GROUP) {
      steps += (long) GROUP * depths[Math.min(first + GROUP, depths.length) - 1];
    }
    return steps;
  }

  /** How many nodes and leaves there are. */
  int size() {
    return columns.length;
  }

  /** The sums over these nodes. */
  Sums sums(Forest forest) {
    return Sums.of(forest, (tree, leaf) -> leafNodes[tree][leaf], size());
  }

  /** How many bits a number takes. */
  static int bits(int highest) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(highest);
  }

  /** The highest rank that a node of the forest meets. */
  static int highestRank(Forest forest) {
    return forest.columns().stream().mapToInt(column -> column.highest()).max().orElse(1);
  }

  int longestStep() {
    return Arrays.stream(steps).max().orElse(0);
  }

  /** One node in a word: step, column, rank, from the high bits to the low ones. */
  long pack(int node, int columnBits, int rankBits) {
    long rank = Math.min(ranks[node], (1L << rankBits) - 1);
    return ((long) steps[node] << columnBits | columns[node]) << rankBits | rank;
  }
}
