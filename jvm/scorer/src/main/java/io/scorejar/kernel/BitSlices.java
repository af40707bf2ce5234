package io.scorejar.kernel;

import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;

/**
 * 64 rows at a time, one bit each, in plain Java. For every column and rank that a node asks for, a
 * word says which rows lie above it; a node then parts its rows with two operations for all 64. The
 * words of the leaves become the bits of a leaf number by halves, and those a number for each row.
 * Trees of up to 64 leaves.
 */
final class BitSlices implements BlockKernel {

  private static final int SHIFT = 6;
  private static final int LEAVES = 64;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long DIAGONAL = 0x8040201008040201L;
  private static final long CARRIES = 0x7F7F7F7F7F7F7F7FL;

  private final Ranks ranks;
  private final Sums sums;

  /** For each used column the condition of its lowest rank; those of the next ranks lie behind. */
  private final int[] columns;

  private final int[] firsts;
  private final int conditions;

  /** Nodes breadth first, so that neighbours do not wait for each other: condition, left, right. */
  private final int[] nodeConditions;

  private final int[] nodeSlots;

  /** Where the nodes of each tree end. */
  private final int[] ends;

  private BitSlices(Parts parts) {
    Forest forest = parts.forest;
    ranks = parts.ranks();
    columns = parts.used;
    firsts = new int[columns.length + 1];
    int[] places = new int[forest.columns().size()];
    for (int i = 0; i < columns.length; i++) {
      Column column = forest.columns().get(columns[i]);
      places[columns[i]] = firsts[i];
      firsts[i + 1] = firsts[i] + column.highest() + 1;
    }
    conditions = firsts[columns.length];
    int trees = forest.trees().size();
    ends = new int[trees];
    int size = forest.trees().stream().mapToInt(Tree::nodes).sum();
    nodeConditions = new int[size];
    nodeSlots = new int[size];
    LeafOrder[] orders = parts.orders();
    int next = 0;
    for (int i = 0; i < trees; i++) {
      Tree tree = forest.trees().get(i);
      next = lay(tree, orders[i], places, next);
      ends[i] = next;
    }
    sums =
        Sums.of(
            forest, (tree, leaf) -> (tree << SHIFT) + orders[tree].places[leaf], trees << SHIFT);
  }

  /** The words of leaves lie in front, those of nodes behind, in the order in which they come. */
  private int lay(Tree tree, LeafOrder order, int[] places, int from) {
    int[] queue = new int[tree.nodes()];
    int end = Math.min(1, tree.nodes());
    for (int i = 0; i < end; i++) {
      int node = queue[i];
      int slots = 0;
      for (int child : new int[] {tree.right(node), tree.left(node)}) {
        int slot = child < 0 ? order.places[~child] : LEAVES + end;
        slots = (slots << 8) | slot;
        if (child >= 0) {
          queue[end++] = child;
        }
      }
      nodeConditions[from + i] = places[tree.column(node)] + tree.rank(node);
      nodeSlots[from + i] = slots;
    }
    return from + end;
  }

  /** The kernel of a forest, or null where a tree has more than 64 leaves. */
  static BitSlices of(Parts parts) {
    return LeafOrder.most(parts.forest) <= LEAVES ? new BitSlices(parts) : null;
  }

  @Override
  public String name() {
    return "bit-slices";
  }

  @Override
  public Scratch scratch() {
    return new Scratch(
        ranks.count() << SHIFT, ROWS, conditions + 2 * LEAVES + LEAVES, sums.blockSize());
  }

  @Override
  public void run(double[][] frames, int count, Scratch scratch) {
    ranks.rank(frames, 0, count, SHIFT, scratch.ranks);
    Arrays.fill(scratch.sums, 0.0);
    long[] words = scratch.masks;
    conditions(scratch.ranks, count, words);
    int first = 0;
    for (int tree = 0; tree < ends.length; tree++) {
      part(first, ends[tree], words);
      number(ends[tree] - first + 1, tree << SHIFT, words, scratch.leaves);
      sums.add(tree, scratch.leaves, count, scratch.sums);
      first = ends[tree];
    }
    sums.end(scratch.sums, frames, 0, count);
  }

  /**
   * A row lies above every condition below its rank: it is noted at the highest, then handed down.
   */
  private void conditions(int[] ranked, int count, long[] words) {
    Arrays.fill(words, 0, conditions, 0L);
    for (int i = 0; i < columns.length; i++) {
      int first = firsts[i];
      int at = columns[i] << SHIFT;
      for (int row = 0; row < count; row++) {
        words[first + ranked[at + row]] |= 1L << row;
      }
      // The word of rank r holds the rows of rank r; condition t is the rows of any rank above t.
      long above = 0;
      for (int j = firsts[i + 1] - 1; j >= first; j--) {
        long rows = words[j];
        words[j] = above;
        above |= rows;
      }
    }
  }

  /** Parts the rows of one tree; the words of its leaves stand behind the conditions then. */
  private void part(int first, int end, long[] words) {
    int base = conditions;
    words[base + LEAVES] = -1L;
    words[base] = first == end ? -1L : 0L;
    for (int i = first; i < end; i++) {
      long rows = words[base + LEAVES + i - first];
      long right = rows & words[nodeConditions[i]];
      int slots = nodeSlots[i];
      words[base + (slots & 0xFF)] = rows ^ right;
      words[base + (slots >>> 8)] = right;
    }
  }

  /** From the rows of each leaf to the leaf of each row. */
  private void number(int leaves, int first, long[] words, int[] into) {
    int at = conditions;
    int half = at + 2 * LEAVES;
    for (int i = leaves; i < LEAVES; i++) {
      words[at + i] = 0L;
    }
    long bit0 = 0;
    for (int i = 0; i < 32; i++) {
      long odd = words[at + 2 * i + 1];
      bit0 |= odd;
      words[half + i] = odd | words[at + 2 * i];
    }
    long bit1 = 0;
    for (int i = 0; i < 16; i++) {
      long odd = words[half + 2 * i + 1];
      bit1 |= odd;
      words[half + i] = odd | words[half + 2 * i];
    }
    long bit2 = 0;
    for (int i = 0; i < 8; i++) {
      long odd = words[half + 2 * i + 1];
      bit2 |= odd;
      words[half + i] = odd | words[half + 2 * i];
    }
    long bit3 = 0;
    for (int i = 0; i < 4; i++) {
      long odd = words[half + 2 * i + 1];
      bit3 |= odd;
      words[half + i] = odd | words[half + 2 * i];
    }
    long bit4 = words[half + 1] | words[half + 3];
    long bit5 = words[half + 2] | words[half + 3];
    for (int eight = 0; eight < 64; eight += 8) {
      long numbers =
          spread(bit0 >>> eight)
              | spread(bit1 >>> eight) << 1
              | spread(bit2 >>> eight) << 2
              | spread(bit3 >>> eight) << 3
              | spread(bit4 >>> eight) << 4
              | spread(bit5 >>> eight) << 5;
      into[eight] = first + (int) (numbers & 63);
      into[eight + 1] = first + (int) (numbers >>> 8 & 63);
      into[eight + 2] = first + (int) (numbers >>> 16 & 63);
      into[eight + 3] = first + (int) (numbers >>> 24 & 63);
      into[eight + 4] = first + (int) (numbers >>> 32 & 63);
      into[eight + 5] = first + (int) (numbers >>> 40 & 63);
      into[eight + 6] = first + (int) (numbers >>> 48 & 63);
      into[eight + 7] = first + (int) (numbers >>> 56 & 63);
    }
  }

  /** The eight low bits, each as the low bit of a byte. */
  private static long spread(long bits) {
    return ((((bits & 0xFF) * LOW_BITS) & DIAGONAL) + CARRIES) >>> 7 & LOW_BITS;
  }
}
