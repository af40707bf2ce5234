package io.scorejar.kernel;

import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;

/**
 * 64 rows at a time, one bit each, in plain Java. For every column and rank that a node asks for, a
 * word says which rows lie above it; a node then parts its rows with two operations for all 64. The
 * words of the leaves, eight at a time, become the bits of a leaf number, and those a byte for each
 * row. Trees of up to 64 leaves.
 */
final class BitSlices implements BlockKernel {

  private static final int SHIFT = 6;
  private static final int LEAVES = 64;

  /** The bits of a byte, each as the low bit of a byte. */
  private static final long[] SPREAD = new long[256];

  static {
    for (int bits = 0; bits < SPREAD.length; bits++) {
      for (int bit = 0; bit < 8; bit++) {
        SPREAD[bits] |= (long) (bits >> bit & 1) << (8 * bit);
      }
    }
  }

  private final Ranks ranks;
  private final Sums sums;
  private final int leafBits;

  /** For each used column the condition of its lowest rank; those of the next ranks lie behind. */
  private final int[] columns;

  private final int[] firsts;
  private final int conditions;

  /** Nodes breadth first, so that neighbours do not wait for each other: condition, left, right. */
  private final int[] nodeConditions;

  private final char[] nodeSlots;

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
    int size = parts.asked.nodes;
    nodeConditions = new int[size];
    nodeSlots = new char[size];
    LeafOrder[] orders = parts.orders();
    int next = 0;
    for (int i = 0; i < trees; i++) {
      Tree tree = forest.trees().get(i);
      next = lay(tree, orders[i], places, next);
      ends[i] = next;
    }
    leafBits = parts.leafBits();
    sums = parts.leafSums();
  }

  /** The words of leaves lie in front, those of nodes behind, in the order in which they come. */
  private int lay(Tree tree, LeafOrder order, int[] places, int from) {
    int[] columnOf = tree.columns();
    int[] rankOf = tree.ranks();
    int[] lefts = tree.lefts();
    int[] rights = tree.rights();
    int[] queue = new int[columnOf.length];
    int end = Math.min(1, columnOf.length);
    for (int i = 0; i < end; i++) {
      int node = queue[i];
      int right = rights[node];
      int rightSlot = right < 0 ? order.places[~right] : LEAVES + end;
      if (right >= 0) {
        queue[end++] = right;
      }
      int left = lefts[node];
      int leftSlot = left < 0 ? order.places[~left] : LEAVES + end;
      if (left >= 0) {
        queue[end++] = left;
      }
      nodeConditions[from + i] = places[columnOf[node]] + rankOf[node];
      nodeSlots[from + i] = (char) (rightSlot << 8 | leftSlot);
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
    return new Scratch(ranks.count() << SHIFT, 0, conditions + 2 * LEAVES, sums.blockSize());
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
      number(ends[tree] - first + 1, count, words);
      sums.add(tree, tree << leafBits, words, conditions, count, scratch.sums);
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

  /**
   * From the rows of each leaf to the leaf of each row, as bytes, where the words of leaves were.
   * In registers: loops over halves of the words store and load each of them again.
   */
  private void number(int leaves, int count, long[] words) {
    int at = conditions;
    int groups = (leaves + 7) >> 3;
    for (int i = leaves; i < groups << 3; i++) {
      words[at + i] = 0L;
    }
    long bit0 = 0;
    long bit1 = 0;
    long bit2 = 0;
    long bit3 = 0;
    long bit4 = 0;
    long bit5 = 0;
    for (int group = 0; group < groups; group++, at += 8) {
      long one = words[at + 1];
      long three = words[at + 3];
      long five = words[at + 5];
      long seven = words[at + 7];
      long twos = words[at + 2] | three;
      long sixes = words[at + 6] | seven;
      long upper = words[at + 4] | five | sixes;
      long any = words[at] | one | twos | upper;
      bit0 |= one | three | five | seven;
      bit1 |= twos | sixes;
      bit2 |= upper;
      bit3 |= any & -(long) (group & 1);
      bit4 |= any & -(long) (group >> 1 & 1);
      bit5 |= any & -(long) (group >> 2);
    }
    at = conditions;
    for (int row = 0; row < count; row += 8, at++) {
      words[at] =
          spread(bit0 >>> row)
              | spread(bit1 >>> row) << 1
              | spread(bit2 >>> row) << 2
              | spread(bit3 >>> row) << 3
              | spread(bit4 >>> row) << 4
              | spread(bit5 >>> row) << 5;
    }
  }

  private static long spread(long bits) {
    return SPREAD[(int) bits & 0xFF];
  }
}
