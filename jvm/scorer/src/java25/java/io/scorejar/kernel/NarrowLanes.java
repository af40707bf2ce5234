package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row over sixteen trees of up to 32 leaves at a time: a permutation of the row's ranks by the
 * columns of 64 nodes and one compare give 64 conditions; sixteen of them at a time strike leaves
 * out of sixteen trees. Nothing is brought together across lanes.
 */
final class NarrowLanes implements RowKernel {

  static final String NAME = "lanes";

  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final int LANES = 16;
  private static final int SHIFT = 5;

  private final VectorRanks ranks;
  private final Sums sums;

  /** Whether the ranks of a row fill more than one vector. */
  private final boolean two;

  private final byte[] columns;
  private final byte[] nodeRanks;
  private final int[] masks;
  private final int[] starts;
  private final int[] firsts;

  NarrowLanes(Parts parts) {
    Forest forest = parts.forest;
    VectorTables tables = new VectorTables(parts, LANES);
    ranks = new VectorRanks(forest, parts.used);
    sums = tables.sums(forest, SHIFT);
    two = parts.used.length > VectorTables.NODES;
    columns = tables.columns;
    nodeRanks = tables.ranks;
    starts = tables.starts;
    masks = Arrays.stream(tables.masks).mapToInt(mask -> (int) mask).toArray();
    firsts = new int[tables.groups * LANES];
    Arrays.setAll(firsts, tree -> tree << SHIFT);
  }

  /** Whether a forest is one for it. */
  static boolean takes(Parts parts) {
    return VectorTables.takes(parts) && LeafOrder.most(parts.forest) <= Integer.SIZE;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Scratch scratch() {
    return new Scratch(ranks.coded(), firsts.length, 0, 0, VectorTables.COLUMNS);
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    ranks.rank(values, scratch.bytes, scratch.ranks);
    find(scratch.bytes, scratch.leaves);
    sums.add(scratch.leaves, frame);
  }

  private void find(byte[] ranked, int[] leaves) {
    ByteVector row = ByteVector.fromArray(BYTES, ranked, 0);
    ByteVector more = ByteVector.fromArray(BYTES, ranked, VectorTables.NODES);
    int end = 0;
    for (int group = 0; group + 1 < starts.length; group++) {
      IntVector left = IntVector.broadcast(INTS, -1);
      int at = end;
      end = starts[group + 1];
      for (; at < end; at += VectorTables.NODES) {
        ByteVector asked = ByteVector.fromArray(BYTES, columns, at);
        long right =
            (two ? asked.selectFrom(row, more) : asked.selectFrom(row))
                .compare(VectorOperators.GT, ByteVector.fromArray(BYTES, nodeRanks, at))
                .toLong();
        left =
            left.lanewise(
                VectorOperators.AND,
                IntVector.fromArray(INTS, masks, at),
                VectorMask.fromLong(INTS, right & 0xFFFF));
        left =
            left.lanewise(
                VectorOperators.AND,
                IntVector.fromArray(INTS, masks, at + LANES),
                VectorMask.fromLong(INTS, right >>> LANES & 0xFFFF));
        left =
            left.lanewise(
                VectorOperators.AND,
                IntVector.fromArray(INTS, masks, at + 2 * LANES),
                VectorMask.fromLong(INTS, right >>> (2 * LANES) & 0xFFFF));
        left =
            left.lanewise(
                VectorOperators.AND,
                IntVector.fromArray(INTS, masks, at + 3 * LANES),
                VectorMask.fromLong(INTS, right >>> (3 * LANES) & 0xFFFF));
      }
      left.lanewise(VectorOperators.TRAILING_ZEROS_COUNT)
          .add(IntVector.fromArray(INTS, firsts, group * LANES))
          .intoArray(leaves, group * LANES);
    }
  }
}
