package io.scorejar.kernel;

import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
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

  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final VectorSpecies<Byte> EIGHTH = ByteVector.SPECIES_64;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;
  private static final int BLOCK = 512;
  private static final int SHIFT = 9;
  private static final int FEWEST = 2 * ROWS; // for which a whole block takes less than its parts
  private static final int LEAVES = 64;
  private static final int LEVELS = 6;

  /** Leaf numbers below this are an index into two vectors of values. */
  private static final int INDEX_BITS = 4;

  private final ByteSlices few;
  private final int[] used;

  /** For each used column its lowest condition; those of the next ranks lie behind. */
  private final int[] firsts;

  private final int conditions;

  /** Nodes breadth first: where the words of the condition begin, and the slots of the children. */
  private final int[] nodeConditions;

  private final short[] nodeSlots;
  private final int[] ends;

  /** How many bits the leaf numbers of each tree have, and to which sum it adds. */
  private final byte[] levels;

  private final int[] sums;
  private final int[] targets;

  /** The values of the leaves, as bits, 32 or 64 a tree. */
  private final long[] values;

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
    levels = new byte[trees];
    sums = new int[trees];
    int room = 0;
    for (int i = 0; i < trees; i++) {
      levels[i] = (byte) (forest.trees().get(i).leaves() <= LEAVES / 2 ? LEVELS - 1 : LEVELS);
      room += 1 << levels[i];
    }
    values = new long[room];
    LeafOrder[] orders = parts.orders();
    int[] firstValues = new int[trees];
    int next = 0;
    int value = 0;
    for (int i = 0; i < trees; i++) {
      firstValues[i] = value;
      Tree tree = forest.trees().get(i);
      next = lay(tree, orders[i], places, next);
      ends[i] = next;
      sums[i] = tree.sum() << SHIFT;
      for (int leaf = 0; leaf < tree.leaves(); leaf++) {
        double number = forest.value(tree.row(leaf), 0);
        values[value + orders[i].places[leaf]] = Double.doubleToRawLongBits(number);
      }
      value += 1 << levels[i];
    }
    targets = new int[forest.sums()];
    Arrays.setAll(targets, forest::target);
    few =
        targets.length == 1
            ? new ByteSlices(parts, firstValues, Sums.ofBits(forest, values))
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
    int words = (conditions + LEVELS + LEAVES + LEAVES) * LONGS.length();
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
    int value = 0;
    for (int tree = 0; tree < ends.length; tree++) {
      part(first, ends[tree], words);
      number(ends[tree] - first + 1, levels[tree], words);
      index(words, scratch.bytes);
      if (levels[tree] < LEVELS) {
        addNarrow(value, words, scratch.bytes, scratch.sums, sums[tree]);
      } else {
        addWide(value, words, scratch.bytes, scratch.sums, sums[tree]);
      }
      first = ends[tree];
      value += 1 << levels[tree];
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
    int leaves = (conditions + LEVELS) * LONGS.length();
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
    int leaves = planes + LEVELS * LONGS.length();
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

  /** The low bits of the leaf numbers as a byte for each row, behind the ranks. */
  private void index(long[] words, byte[] bytes) {
    int planes = conditions * LONGS.length();
    int at = used.length << SHIFT;
    for (int word = 0; word < LONGS.length(); word++) {
      ByteVector numbers = ByteVector.zero(BYTES);
      for (int level = 0; level < INDEX_BITS; level++) {
        long bits = words[planes + level * LONGS.length() + word];
        numbers = numbers.add((byte) (1 << level), VectorMask.fromLong(BYTES, bits));
      }
      numbers.intoArray(bytes, at + word * ROWS);
    }
  }

  private void addNarrow(int value, long[] words, byte[] bytes, double[] into, int sum) {
    LongVector a = LongVector.fromArray(LONGS, values, value);
    LongVector b = LongVector.fromArray(LONGS, values, value + 8);
    LongVector c = LongVector.fromArray(LONGS, values, value + 16);
    LongVector d = LongVector.fromArray(LONGS, values, value + 24);
    int at = used.length << SHIFT;
    int plane = (conditions + INDEX_BITS) * LONGS.length();
    for (int row = 0; row < BLOCK; row += 8) {
      long half = words[plane + (row >>> 6)] >>> row & 0xFF;
      LongVector index =
          (LongVector)
              ByteVector.fromArray(EIGHTH, bytes, at + row)
                  .convertShape(VectorOperators.ZERO_EXTEND_B2L, LONGS, 0);
      DoubleVector found =
          index
              .selectFrom(a, b)
              .blend(index.selectFrom(c, d), VectorMask.fromLong(LONGS, half))
              .reinterpretAsDoubles();
      DoubleVector.fromArray(DOUBLES, into, sum + row).add(found).intoArray(into, sum + row);
    }
  }

  /**
   * In two passes: the compiler gives up inlining in a method of all eight vectors, and every
   * vector is an object then. So it is where a method takes or returns one, if it happens to be
   * compiled late: none does.
   */
  private void addWide(int value, long[] words, byte[] bytes, double[] into, int sum) {
    int room = (conditions + LEVELS) * LONGS.length(); // the words of leaves are numbers by now
    select(value, words, bytes, room);
    LongVector a = LongVector.fromArray(LONGS, values, value + 32);
    LongVector b = LongVector.fromArray(LONGS, values, value + 40);
    LongVector c = LongVector.fromArray(LONGS, values, value + 48);
    LongVector d = LongVector.fromArray(LONGS, values, value + 56);
    int at = used.length << SHIFT;
    int plane = (conditions + INDEX_BITS) * LONGS.length();
    int next = plane + LONGS.length();
    for (int row = 0; row < BLOCK; row += 8) {
      long half = words[plane + (row >>> 6)] >>> row & 0xFF;
      long upper = words[next + (row >>> 6)] >>> row & 0xFF;
      LongVector index =
          (LongVector)
              ByteVector.fromArray(EIGHTH, bytes, at + row)
                  .convertShape(VectorOperators.ZERO_EXTEND_B2L, LONGS, 0);
      LongVector high =
          index.selectFrom(a, b).blend(index.selectFrom(c, d), VectorMask.fromLong(LONGS, half));
      DoubleVector found =
          LongVector.fromArray(LONGS, words, room + row)
              .blend(high, VectorMask.fromLong(LONGS, upper))
              .reinterpretAsDoubles();
      DoubleVector.fromArray(DOUBLES, into, sum + row).add(found).intoArray(into, sum + row);
    }
  }

  /** The values of leaves below 32, for rows with a higher leaf any. */
  private void select(int value, long[] words, byte[] bytes, int to) {
    LongVector a = LongVector.fromArray(LONGS, values, value);
    LongVector b = LongVector.fromArray(LONGS, values, value + 8);
    LongVector c = LongVector.fromArray(LONGS, values, value + 16);
    LongVector d = LongVector.fromArray(LONGS, values, value + 24);
    int at = used.length << SHIFT;
    int plane = (conditions + INDEX_BITS) * LONGS.length();
    for (int row = 0; row < BLOCK; row += 8) {
      long half = words[plane + (row >>> 6)] >>> row & 0xFF;
      LongVector index =
          (LongVector)
              ByteVector.fromArray(EIGHTH, bytes, at + row)
                  .convertShape(VectorOperators.ZERO_EXTEND_B2L, LONGS, 0);
      index
          .selectFrom(a, b)
          .blend(index.selectFrom(c, d), VectorMask.fromLong(LONGS, half))
          .intoArray(words, to + row);
    }
  }
}
