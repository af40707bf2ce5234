package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The values of a forest's leaves in vectors, a tree's side by side: 512 rows at a time pick theirs
 * by a permutation, and add them up. The numbers of their leaves come as planes, a bit of each row
 * in each.
 */
final class LeafVectors {

  /** How many planes there are, of which trees of up to 32 leaves need one less. */
  static final int LEVELS = 6;

  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final VectorSpecies<Byte> EIGHTH = ByteVector.SPECIES_64;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_512;

  /** Leaf numbers of so many bits are an index into two vectors of values. */
  private static final int INDEX_BITS = 4;

  /** Where the values of each tree begin. */
  final int[] firsts;

  /** The values of the leaves, as bits, 32 or 64 a tree. */
  private final long[] values;

  private final byte[] levels;
  private final int planes;
  private final int bytesAt;

  /**
   * The leaves of a forest.
   *
   * @param planes where the planes begin among the words; room for as many numbers as rows follows
   * @param bytesAt where there is room for a byte for each row
   */
  LeafVectors(Parts parts, int planes, int bytesAt) {
    this.planes = planes;
    this.bytesAt = bytesAt;
    Forest forest = parts.forest;
    int trees = forest.trees().size();
    firsts = new int[trees];
    levels = new byte[trees];
    int room = 0;
    for (int i = 0; i < trees; i++) {
      boolean narrow = forest.trees().get(i).leaves() <= 1 << (LEVELS - 1);
      levels[i] = (byte) (narrow ? LEVELS - 1 : LEVELS);
      firsts[i] = room;
      room += 1 << levels[i];
    }
    values = new long[room];
    LeafOrder[] orders = parts.orders();
    for (int i = 0; i < trees; i++) {
      Tree tree = forest.trees().get(i);
      for (int leaf = 0; leaf < tree.leaves(); leaf++) {
        double number = forest.value(tree.row(leaf), 0);
        values[firsts[i] + orders[i].places[leaf]] = Double.doubleToRawLongBits(number);
      }
    }
  }

  /** Sums of one row at a time over the same table. */
  Sums sums(Forest forest) {
    return Sums.ofBits(forest, values);
  }

  /** How many bits the leaf numbers of a tree have. */
  int levels(int tree) {
    return levels[tree];
  }

  /** Adds each row's value of one tree to the sums that begin at {@code sum}. */
  void add(int tree, long[] words, byte[] bytes, double[] into, int sum) {
    index(words, bytes);
    if (levels[tree] < LEVELS) {
      addNarrow(firsts[tree], words, bytes, into, sum);
    } else {
      addWide(firsts[tree], words, bytes, into, sum);
    }
  }

  /** The low bits of the leaf numbers as a byte for each row. */
  private void index(long[] words, byte[] bytes) {
    for (int word = 0; word < LONGS.length(); word++) {
      ByteVector numbers = ByteVector.zero(BYTES);
      for (int level = 0; level < INDEX_BITS; level++) {
        long bits = words[planes + level * LONGS.length() + word];
        numbers = numbers.add((byte) (1 << level), VectorMask.fromLong(BYTES, bits));
      }
      numbers.intoArray(bytes, bytesAt + word * BlockKernel.ROWS);
    }
  }

  private void addNarrow(int value, long[] words, byte[] bytes, double[] into, int sum) {
    LongVector a = LongVector.fromArray(LONGS, values, value);
    LongVector b = LongVector.fromArray(LONGS, values, value + 8);
    LongVector c = LongVector.fromArray(LONGS, values, value + 16);
    LongVector d = LongVector.fromArray(LONGS, values, value + 24);
    int plane = planes + INDEX_BITS * LONGS.length();
    for (int row = 0; row < WordSlices.BLOCK; row += 8) {
      long half = words[plane + (row >>> 6)] >>> row & 0xFF;
      LongVector index =
          (LongVector)
              ByteVector.fromArray(EIGHTH, bytes, bytesAt + row)
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
    int room = planes + LEVELS * LONGS.length(); // behind the planes: leaves are numbers by now
    select(value, words, bytes, room);
    LongVector a = LongVector.fromArray(LONGS, values, value + 32);
    LongVector b = LongVector.fromArray(LONGS, values, value + 40);
    LongVector c = LongVector.fromArray(LONGS, values, value + 48);
    LongVector d = LongVector.fromArray(LONGS, values, value + 56);
    int plane = planes + INDEX_BITS * LONGS.length();
    int next = plane + LONGS.length();
    for (int row = 0; row < WordSlices.BLOCK; row += 8) {
      long half = words[plane + (row >>> 6)] >>> row & 0xFF;
      long upper = words[next + (row >>> 6)] >>> row & 0xFF;
      LongVector index =
          (LongVector)
              ByteVector.fromArray(EIGHTH, bytes, bytesAt + row)
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
    int plane = planes + INDEX_BITS * LONGS.length();
    for (int row = 0; row < WordSlices.BLOCK; row += 8) {
      long half = words[plane + (row >>> 6)] >>> row & 0xFF;
      LongVector index =
          (LongVector)
              ByteVector.fromArray(EIGHTH, bytes, bytesAt + row)
                  .convertShape(VectorOperators.ZERO_EXTEND_B2L, LONGS, 0);
      index
          .selectFrom(a, b)
          .blend(index.selectFrom(c, d), VectorMask.fromLong(LONGS, half))
          .intoArray(words, to + row);
    }
  }
}
