package io.scorejar.kernel;

import io.scorejar.program.Forest;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row over eight trees of up to 64 leaves at a time: a permutation of the row's ranks by the
 * columns of 64 nodes and one compare give 64 conditions; eight of them at a time strike leaves out
 * of eight trees. Nothing is brought together across lanes.
 */
final class WideLanes implements RowKernel {

  static final String NAME = "wide-lanes";

  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;
  private static final int LANES = 8;
  private static final int SHIFT = 6;

  private final VectorRanks ranks;
  private final Sums sums;

  /** Whether the ranks of a row fill more than one vector. */
  private final boolean two;

  private final byte[] columns;
  private final byte[] nodeRanks;
  private final long[] masks;
  private final int[] starts;
  private final int trees;

  WideLanes(Parts parts) {
    Forest forest = parts.forest;
    VectorTables tables = new VectorTables(parts, LANES);
    ranks = new VectorRanks(forest, parts.used);
    sums = tables.sums(forest, SHIFT);
    two = parts.used.length > VectorTables.NODES;
    columns = tables.columns;
    nodeRanks = tables.ranks;
    starts = tables.starts;
    masks = tables.masks;
    trees = forest.trees().size();
  }

  /** Whether a forest is one for it. */
  static boolean takes(Parts parts) {
    return VectorTables.takes(parts);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Scratch scratch() {
    int words = (starts.length - 1) * LANES + starts[starts.length - 1] / VectorTables.NODES;
    return new Scratch(ranks.coded(), trees, words, 0, VectorTables.COLUMNS);
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    ranks.rank(values, scratch.bytes, scratch.ranks);
    long[] left = scratch.masks;
    int answers = (starts.length - 1) * LANES;
    ask(scratch.bytes, left, answers);
    find(left, answers);
    for (int tree = 0; tree < trees; tree++) {
      scratch.leaves[tree] = (tree << SHIFT) + Long.numberOfTrailingZeros(left[tree]);
    }
    sums.add(scratch.leaves, frame);
  }

  /** The answers to all questions, 64 a word; in a method of its own, so that all is inlined. */
  private void ask(byte[] ranked, long[] answers, int to) {
    ByteVector row = ByteVector.fromArray(BYTES, ranked, 0);
    ByteVector more = ByteVector.fromArray(BYTES, ranked, VectorTables.NODES);
    int end = starts[starts.length - 1];
    for (int at = 0; at < end; at += VectorTables.NODES) {
      ByteVector asked = ByteVector.fromArray(BYTES, columns, at);
      ByteVector found = two ? asked.selectFrom(row, more) : asked.selectFrom(row);
      answers[to++] =
          found.compare(VectorOperators.GT, ByteVector.fromArray(BYTES, nodeRanks, at)).toLong();
    }
  }

  private void find(long[] leaves, int answer) {
    int end = 0;
    for (int group = 0; group + 1 < starts.length; group++) {
      LongVector left = LongVector.broadcast(LONGS, -1L);
      int at = end;
      end = starts[group + 1];
      for (; at < end; at += VectorTables.NODES) {
        long right = leaves[answer++];
        for (int part = 0; part < VectorTables.NODES; part += LANES) {
          left =
              left.lanewise(
                  VectorOperators.AND,
                  LongVector.fromArray(LONGS, masks, at + part),
                  VectorMask.fromLong(LONGS, right >>> part & 0xFF));
        }
      }
      left.intoArray(leaves, group * LANES);
    }
  }
}
