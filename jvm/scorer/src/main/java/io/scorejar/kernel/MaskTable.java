package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;

/**
 * The leaves that a row strikes out, by column and rank: a node that sends the row right strikes
 * those under its left child. The nodes on a column stand in a list by their ranks. Every so many
 * of them there is a mark: what the nodes up to there strike, brought together over all trees. So a
 * column costs one AND of whole masks and, between its mark and the end of its list, some of single
 * words; the fewer marks, the smaller the table. Trees of up to as many leaves as a word has bits.
 *
 * <p>The lists alone are QuickScorer (Lucchese et al., SIGIR 2015).
 */
final class MaskTable {

  /** The most bytes of marks: more take longer to come from an outer cache than to be spared. */
  private static final long MOST_BYTES = 3 << 20;

  /** A column has marks if it has at least so many nodes a tree: an AND of all trees is cheap. */
  private static final double WORTH = 0.25;

  /** What a word of eight bytes costs in an AND of whole masks, in steps of the walk. */
  private static final double STEPS_A_WORD = 0.1;

  /** Masks are whole vectors. */
  private static final int LANES = 16;

  /** The forest's columns that a node looks at. */
  final int[] columns;

  /** Where rank 0 of each of them stands in {@link #begins} and {@link #ends}. */
  final int[] starts;

  /** By column and rank where its part of the list begins, at a mark, and ends. */
  final int[] begins;

  final int[] ends;

  /** The tree of each node, and the leaves that it leaves. */
  final int[] trees;

  final long[] left;

  /** What is left at a mark, which is a place in the list divided by {@link #apart}. */
  final long[][] marks;

  /** The places in {@link #columns} of those that have marks. */
  final int[] marked;

  /** How many nodes lie between marks: 1 or another power of two, as a shift. */
  final int apart;

  /** How many words a mask has: the trees, and what fills the last vector. */
  final int width;

  private final LeafOrder[] orders;

  /**
   * The table of a forest.
   *
   * @param bytes how long a word is
   */
  MaskTable(Parts parts, int bytes) {
    Forest forest = parts.forest;
    columns = parts.used;
    orders = parts.orders();
    width = (forest.trees().size() + LANES - 1) / LANES * LANES;
    starts = new int[columns.length + 1];
    int[] places = new int[forest.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      places[columns[i]] = i;
      starts[i + 1] = starts[i] + forest.columns().get(columns[i]).highest() + 1;
    }
    ends = new int[starts[columns.length]];
    int nodes = 0;
    for (Tree tree : forest.trees()) {
      for (int node = 0; node < tree.nodes(); node++) {
        ends[starts[places[tree.column(node)]] + tree.rank(node) + 1]++;
      }
      nodes += tree.nodes();
    }
    apart = apart((long) nodes * width * bytes);
    int size = addUp();
    begins = new int[ends.length];
    trees = new int[size];
    left = new long[size];
    Arrays.fill(left, -1L);
    int[] next = ends.clone();
    for (int number = 0; number < orders.length; number++) {
      Tree tree = forest.trees().get(number);
      for (int node = 0; node < tree.nodes(); node++) {
        int at = next[starts[places[tree.column(node)]] + tree.rank(node)]++;
        trees[at] = number;
        left[at] = ~orders[number].left(node);
      }
    }
    marks = new long[size >> apart][];
    marked = mark();
  }

  /** From the nodes of each rank to where they end; each column begins at a mark. */
  private int addUp() {
    int first = 0;
    for (int i = 0; i < columns.length; i++) {
      int end = first;
      for (int look = starts[i]; look < starts[i + 1]; look++) {
        end += ends[look];
        ends[look] = end;
      }
      first = ((end >> apart) + 1) << apart;
    }
    return first;
  }

  /** Makes the marks and says where lists begin; returns which columns have marks. */
  private int[] mark() {
    int[] found = new int[columns.length];
    int count = 0;
    for (int i = 0; i < columns.length; i++) {
      int first = ends[starts[i]]; // no node sends rank 0 right
      int end = ends[starts[i + 1] - 1];
      boolean worth = end - first >= WORTH * width;
      for (int look = starts[i]; look < starts[i + 1]; look++) {
        begins[look] = worth ? ends[look] >> apart << apart : first;
      }
      if (worth) {
        found[count++] = i;
        mark(first, end);
      }
    }
    return Arrays.copyOf(found, count);
  }

  private void mark(int first, int end) {
    long[] open = new long[width];
    Arrays.fill(open, -1L);
    marks[first >> apart] = open.clone();
    for (int node = first; node < end; node++) {
      open[trees[node]] &= left[node];
      if ((node + 1 & ((1 << apart) - 1)) == 0) {
        marks[(node + 1) >> apart] = open.clone();
      }
    }
  }

  private static int apart(long bytes) {
    int apart = 0;
    while (bytes >> apart > MOST_BYTES) {
      apart++;
    }
    return apart;
  }

  /** About what a row costs, in steps of the walk; infinite where a tree has too many leaves. */
  static double steps(Parts parts) {
    Forest forest = parts.forest;
    int most = LeafOrder.most(forest);
    if (most > Long.SIZE) {
      return Double.POSITIVE_INFINITY;
    }
    int[] nodes = new int[forest.columns().size()];
    for (Tree tree : forest.trees()) {
      for (int node = 0; node < tree.nodes(); node++) {
        nodes[tree.column(node)]++;
      }
    }
    int trees = forest.trees().size();
    int bytes = most > Integer.SIZE ? Long.BYTES : Integer.BYTES;
    int between = 1 << apart(Arrays.stream(nodes).asLongStream().sum() * trees * bytes);
    double steps = 0;
    for (int count : nodes) {
      boolean mark = count >= WORTH * trees;
      steps += (mark ? Math.min(between - 1, count) : count) / 2.0;
      steps += mark ? STEPS_A_WORD * trees * bytes / Long.BYTES : 0;
    }
    return steps;
  }

  /** The sums over leaves at {@code tree << shift | place}. */
  Sums sums(Forest forest, int shift) {
    return Sums.of(
        forest,
        (tree, leaf) -> (tree << shift) + orders[tree].places[leaf],
        forest.trees().size() << shift);
  }
}
