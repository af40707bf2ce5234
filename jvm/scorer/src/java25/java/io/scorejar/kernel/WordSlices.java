package io.scorejar.kernel;

import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * 512 rows at a time, one bit each, eight words a vector: {@link BitSlices} in lanes. A node parts
 * its 512 rows with two operations; the words of the leaves become the bits of a leaf number, and
 * those an index into a tree's values, which stand in vectors too. Trees of up to 64 leaves with
 * one value each; few rows are left to {@link ByteSlices}.
 */
final class WordSlices implements BlockKernel {

  static final String NAME = "word-slices";

  /** Rows at a time. */
  static final int BLOCK = 512;

  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final int SHIFT = 9;
  private static final int FEWEST = 2 * ROWS; // for which a whole block takes less than its parts
  private static final int LEAVES = 1 << LeafVectors.LEVELS;

  private final ByteSlices few;
  private final int[] used;

  /** For each used column its lowest condition; those of the next ranks lie behind. */
  private final int[] firsts;

  private final int conditions;

  /** Nodes breadth first: where the words of the condition begin, and the slots of the children. */
  private final int[] nodeConditions;

  private final short[] nodeSlots;
  private final int[] ends;

  /** To which sum each tree adds. */
  private final int[] sums;

  private final int[] targets;
  private final LeafVectors values;

  WordSlices(Parts parts) {
    Forest forest = parts.forest;
    used = parts.used;
    firsts = new int[used.length + 1];
    int[] places = new int[forest.columns().size()];
    for (int i = 0; i < used.length; i++) {
      Column column = forest.columns().get(used[i]);
      places[used[i]] = firsts[i];
      firsts[i + 1] = firsts[i] + column.highest();
    }
    conditions = firsts[used.length];
    int trees = forest.trees().size();
    int size = parts.asked.nodes;
    nodeConditions = new int[size];
    nodeSlots = new short[size];
    ends = new int[trees];
    sums = new int[trees];
    LeafOrder[] orders = parts.orders();
    int next = 0;
    for (int i = 0; i < trees; i++) {
      Tree tree = forest.trees().get(i);
      next = lay(tree, orders[i], places, next);
      ends[i] = next;
      sums[i] = tree.sum() << SHIFT;
    }
    targets = new int[forest.sums()];
    Arrays.setAll(targets, forest::target);
    values = new LeafVectors(parts, conditions * LONGS.length(), used.length << SHIFT);
    few =
        targets.length == 1
            ? new ByteSlices(parts, values.firsts, values.sums(forest))
            : ByteSlices.of(parts);
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
      nodeConditions[from + i] = (places[tree.column(node)] + tree.rank(node)) * LONGS.length();
      nodeSlots[from + i] = (short) slots;
    }
    return from + end;
  }

  /** Whether a forest is one for it. */
  static boolean takes(Parts parts) {
    Forest forest = parts.forest;
    return forest.width() == 1
        && !forest.floats()
        && LeafOrder.most(forest) <= LEAVES
        && ByteSlices.takes(parts);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int rows() {
    return BLOCK;
  }

  @Override
  public Scratch scratch() {
    int words = (conditions + LeafVectors.LEVELS + LEAVES + LEAVES) * LONGS.length();
    return new Scratch(
            few.ranks.scratch(BLOCK),
            0,
            words,
            (targets.length + 1) << SHIFT,
            (used.length + 1) << SHIFT)
        .with(few.scratch());
  }

  @Override
  public void run(double[][] frames, int count, Scratch scratch) {
    if (count <= FEWEST) {
      for (int row = 0; row < count; row += ROWS) {
        few.run(frames, row, Math.min(ROWS, count - row), scratch.other);
      }
      return;
    }
    few.ranks.rank(
        frames,
        0,
        count,
        SHIFT,
        scratch.bytes,
        scratch.sums,
        targets.length << SHIFT,
        scratch.ranks);
    long[] words = scratch.masks;
    conditions(scratch.bytes, words);
    Arrays.fill(scratch.sums, 0.0);
    int first = 0;
    for (int tree = 0; tree < ends.length; tree++) {
      part(first, ends[tree], words);
      number(ends[tree] - first + 1, values.levels(tree), words);
      values.add(tree, words, scratch.bytes, scratch.sums, sums[tree]);
      first = ends[tree];
    }
    for (int sum = 0; sum < targets.length; sum++) {
      for (int row = 0; row < count; row++) {
        frames[row][targets[sum]] = scratch.sums[(sum << SHIFT) + row];
      }
    }
  }

  /** For each condition the rows that lie above its rank. */
  private void conditions(byte[] ranked, long[] words) {
    for (int i = 0; i < used.length; i++) {
      for (int word = 0; word < LONGS.length(); word++) {
        ByteVector rows = ByteVector.fromArray(BYTES, ranked, (i << SHIFT) + word * ROWS);
        ByteVector rank = ByteVector.broadcast(BYTES, (byte) -VectorRanks.BIAS);
        int end = firsts[i + 1] * LONGS.length();
        for (int at = firsts[i] * LONGS.length(); at < end; at += LONGS.length()) {
          words[at + word] = rows.compare(VectorOperators.GT, rank).toLong();
          rank = rank.add((byte) 1);
        }
      }
    }
  }

  /** Parts the rows of one tree; the words of its leaves stand behind the conditions then. */
  private void part(int first, int end, long[] words) {
    int leaves = (conditions + LeafVectors.LEVELS) * LONGS.length();
    int node = leaves + LEAVES * LONGS.length();
    LongVector all = LongVector.broadcast(LONGS, -1L);
    all.intoArray(words, first == end ? leaves : node);
    for (int i = first; i < end; i++, node += LONGS.length()) {
      LongVector rows = LongVector.fromArray(LONGS, words, node);
      LongVector right = rows.and(LongVector.fromArray(LONGS, words, nodeConditions[i]));
      int slots = nodeSlots[i];
      right.intoArray(words, leaves + (slots >>> 8) * LONGS.length());
      rows.lanewise(VectorOperators.XOR, right)
          .intoArray(words, leaves + (slots & 0xFF) * LONGS.length());
    }
  }

  /** From the rows of each leaf to the bits of the leaf of each row, by halves. */
  private void number(int count, int bits, long[] words) {
    int planes = conditions * LONGS.length();
    int leaves = planes + LeafVectors.LEVELS * LONGS.length();
    int room = 1 << bits;
    for (int leaf = count; leaf < room; leaf++) {
      LongVector.zero(LONGS).intoArray(words, leaves + leaf * LONGS.length());
    }
    for (int level = 0; level < bits; level++) {
      room >>= 1;
      LongVector bit = LongVector.zero(LONGS);
      for (int i = 0; i < room; i++) {
        int at = leaves + 2 * i * LONGS.length();
        LongVector even = LongVector.fromArray(LONGS, words, at);
        LongVector odd = LongVector.fromArray(LONGS, words, at + LONGS.length());
        bit = bit.or(odd);
        even.or(odd).intoArray(words, leaves + i * LONGS.length());
      }
      bit.intoArray(words, planes + level * LONGS.length());
    }
  }
}
