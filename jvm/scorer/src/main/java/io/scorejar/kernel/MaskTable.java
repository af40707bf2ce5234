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

  /** So many nodes are struck in a call while marks are made: calls are what gets code compiled. */
  private static final int AT_ONCE = 64;

  /** The most trees: a node names its own in two bytes. */
  private static final int MOST_TREES = 1 << Character.SIZE;

  /** Lanes take six to eight bytes a node. */
  private static final int NODES_IN_L2 = 1 << 17;

  /** How many nodes lanes ask while masks take a step, where the nodes come from beyond L2. */
  private static final int NODES_A_STEP = 16;

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
  final char[] trees;

  final long[] left;

  /** What is left at a mark, which is a place in the list divided by {@link #apart}. */
  final long[][] marks;

  /** The places in {@link #columns} of those that have marks. */
  final int[] marked;

  /** How many nodes lie between marks: 1 or another power of two, as a shift. */
  final int apart;

  /** How many words a mask has: the trees, and what fills the last vector. */
  final int width;

  /**
   * The table of a forest.
   *
   * @param bytes how long a word is
   */
  MaskTable(Parts parts, int bytes) {
    Forest forest = parts.forest;
    columns = parts.used;
    width = (forest.trees().size() + LANES - 1) / LANES * LANES;
    starts = new int[columns.length + 1];
    for (int i = 0; i < columns.length; i++) {
      starts[i + 1] = starts[i] + forest.columns().get(columns[i]).highest() + 1;
    }
    ends = new int[starts[columns.length]];
    for (int i = 0; i < columns.length; i++) {
      int[] asked = parts.asked.ranks[columns[i]];
      System.arraycopy(asked, 0, ends, starts[i] + 1, asked.length);
    }
    apart = apart((long) parts.asked.nodes * width * bytes);
    int size = addUp();
    begins = new int[ends.length];
    trees = new char[size];
    left = new long[size];
    Arrays.fill(left, -1L);
    LeafOrder[] orders = parts.orders();
    int[] next = ends.clone();
    int[] ranks =
        new int[forest.columns().size()]; // where rank 0 of each of the forest's columns stands
    for (int i = 0; i < columns.length; i++) {
      ranks[columns[i]] = starts[i];
    }
    for (int number = 0; number < orders.length; number++) {
      put((char) number, forest.trees().get(number), orders[number], ranks, next);
    }
    marks = new long[size >> apart][];
    marked = mark();
  }

  /** Puts the nodes of a tree into the lists, each at the next place of its rank. */
  private void put(char number, Tree tree, LeafOrder order, int[] ranks, int[] next) {
    int[] columnOf = tree.columns();
    int[] rankOf = tree.ranks();
    for (int node = 0; node < columnOf.length; node++) {
      int at = next[ranks[columnOf[node]] + rankOf[node]]++;
      trees[at] = number;
      left[at] = ~order.left(node);
    }
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
    long[] all = new long[width];
    Arrays.fill(all, -1L);
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
        mark(first, end, all);
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** At its first mark each column leaves all: they share one mask. */
  private void mark(int first, int end, long[] all) {
    long[] open = all.clone();
    marks[first >> apart] = all;
    int some = Math.min(1 << apart, AT_ONCE);
    for (int node = first; node < end; node += some) {
      strike(node, Math.min(node + some, end), open);
      if ((node + some & ((1 << apart) - 1)) == 0 && node + some <= end) {
        marks[(node + some) >> apart] = open.clone();
      }
    }
  }

  private void strike(int from, int to, long[] open) {
    for (int node = from; node < to; node++) {
      open[trees[node]] &= left[node];
    }
  }

  private static int apart(long bytes) {
    int apart = 0;
    while (bytes >> apart > MOST_BYTES) {
      apart++;
    }
    return apart;
  }

  /** Whether there is a table of a forest whose masks have words of so many bits. */
  static boolean takes(Parts parts, int bits) {
    return LeafOrder.most(parts.forest) <= bits && parts.forest.trees().size() <= MOST_TREES;
  }

  /**
   * Whether masks are faster than lanes: a forest's nodes, which lanes read all for each row, do
   * not fit L2, and its columns are few enough for masks to read far less.
   */
  static boolean likely(Parts parts) {
    int nodes = parts.asked.nodes;
    return nodes > NODES_IN_L2 && steps(parts) * NODES_A_STEP < nodes;
  }

  /** About what a row costs, in steps of the walk; infinite where there is no table. */
  static double steps(Parts parts) {
    Forest forest = parts.forest;
    int most = LeafOrder.most(forest);
    if (!takes(parts, Long.SIZE)) {
      return Double.POSITIVE_INFINITY;
    }
    int trees = forest.trees().size();
    int bytes = most > Integer.SIZE ? Long.BYTES : Integer.BYTES;
    int between = 1 << apart((long) parts.asked.nodes * trees * bytes);
    double steps = 0;
    for (int count : parts.asked.columns) {
      boolean mark = count >= WORTH * trees;
      steps += (mark ? Math.min(between - 1, count) : count) / 2.0;
      steps += mark ? STEPS_A_WORD * trees * bytes / Long.BYTES : 0;
    }
    return steps;
  }
}
