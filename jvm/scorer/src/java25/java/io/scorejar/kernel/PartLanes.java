package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row over 32 parts of trees at a time, each of up to 32 leaves, for up to 32 columns: the
 * row's ranks stand in one vector; a word of a node is its rank and, in the low bits, its column,
 * so that the same word picks the row's rank and is compared with it. Every node is asked, so that
 * all depends on how many bytes one takes: six. The leaf of a tree is that of its root's part, or
 * where another part hangs there the leaf of that one.
 */
final class PartLanes implements RowKernel {

  static final String NAME = "part-lanes";

  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final IntVector STEPS =
      IntVector.broadcast(INTS, 0).addIndex(1 << 5); // leaves lie 32 apart, lane by lane
  private static final int LANES = 32;
  private static final int INT_LANES = 16;
  private static final int SHIFT = 5; // of leaves of a part, and of columns
  private static final int HIGHEST = (1 << 10) - 2; // rank that, shifted, is below any pad

  /** Of a tree: of more, few nodes are on the way of a row. */
  static final int MOST_LEAVES = 64;

  private final RowColumns columns;
  private final Sums sums;

  /** For 32 parts a node each, group after group. */
  private final short[] nodes;

  /** What such a node leaves when it sends the row right. */
  private final int[] masks;

  private final int[] ends;

  /** Of how many parts, a group each, the trees of each block are. */
  private final int[] sizes;

  /** The tree of each lane of each block. */
  private final int[] trees;

  /** The leaf of another part where each part hangs. */
  private final int[] hooks;

  PartLanes(Parts parts) {
    Forest forest = parts.forest;
    columns = new RowColumns(parts);
    int[] places = columns.places;
    PlacedParts laid = new PlacedParts(forest.trees(), LANES);
    ends = laid.ends;
    int size = ends.length == 0 ? 0 : ends[ends.length - 1];
    nodes = new short[size];
    masks = new int[size];
    Arrays.fill(nodes, Short.MAX_VALUE);
    Arrays.fill(masks, -1);
    laid.each(
        (at, part, order) -> {
          for (int node = 0; node < part.nodes(); node++) {
            int word = (part.ranks[node] << SHIFT) | lane(places[part.columns[node]]);
            nodes[at + node * LANES] = (short) word;
            masks[at + node * LANES] = (int) ~order.left(node);
          }
        });
    sizes = laid.sizes;
    trees = laid.trees;
    hooks = laid.hooks;
    sums = Sums.of(forest, laid::leaf, laid.size());
  }

  /** Whether a forest is one for it, whose columns {@link RowColumns} takes. */
  static boolean takes(Parts parts) {
    Forest forest = parts.forest;
    return LeafOrder.most(forest) <= MOST_LEAVES
        && Arrays.stream(parts.used)
            .allMatch(column -> forest.columns().get(column).highest() <= HIGHEST);
  }

  /** The lane of a column: the ranks of the first sixteen and of the others take turns. */
  private static int lane(int place) {
    return place < INT_LANES ? 2 * place : 2 * (place - INT_LANES) + 1;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Scratch scratch() {
    int room = columns.scratch();
    int found = ends.length * LANES;
    return new Scratch(LANES, trees.length + 1, 0, room, 0, Math.max(room, found));
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    columns.rank(values, scratch);
    find(scratch.ranks, scratch.narrow);
    join(scratch.narrow, scratch.leaves);
    sums.add(scratch.leaves, frame);
  }

  /**
   * The leaf of each part, behind its hook. All in one method: where the compiler has had enough of
   * inlining, one that takes or returns a vector makes an object of each. What it had enough of
   * hung on the order of compilations, and one process of eight took seven times as long for a row.
   */
  private void find(int[] ranked, int[] found) {
    IntVector low =
        IntVector.fromArray(INTS, ranked, 0)
            .sub(IntVector.fromArray(INTS, columns.zeros, 0))
            .lanewise(VectorOperators.LSHL, SHIFT);
    IntVector high =
        IntVector.fromArray(INTS, ranked, INT_LANES)
            .sub(IntVector.fromArray(INTS, columns.zeros, INT_LANES))
            .lanewise(VectorOperators.LSHL, SHIFT + Short.SIZE);
    ShortVector row = low.or(high).reinterpretAsShorts();
    int at = 0;
    for (int group = 0; group < ends.length; group++) {
      IntVector left = IntVector.broadcast(INTS, -1);
      IntVector more = left;
      for (int end = ends[group]; at < end; at += LANES) {
        ShortVector node = ShortVector.fromArray(SHORTS, nodes, at);
        long right = node.selectFrom(row).compare(VectorOperators.GT, node).toLong();
        left =
            left.lanewise(
                VectorOperators.AND,
                IntVector.fromArray(INTS, masks, at),
                VectorMask.fromLong(INTS, right & 0xFFFF));
        more =
            more.lanewise(
                VectorOperators.AND,
                IntVector.fromArray(INTS, masks, at + INT_LANES),
                VectorMask.fromLong(INTS, right >>> INT_LANES & 0xFFFF));
      }
      int lane = group * LANES;
      left.lanewise(VectorOperators.TRAILING_ZEROS_COUNT)
          .add(IntVector.broadcast(INTS, lane << SHIFT).add(STEPS))
          .intoArray(found, lane);
      more.lanewise(VectorOperators.TRAILING_ZEROS_COUNT)
          .add(IntVector.broadcast(INTS, (lane + INT_LANES) << SHIFT).add(STEPS))
          .intoArray(found, lane + INT_LANES);
    }
  }

  /** The leaf of each tree, from those of its parts. */
  private void join(int[] found, int[] leaves) {
    int place = 0;
    for (int block = 0; block < sizes.length; block++) {
      int first = place;
      for (int lane = 0; lane < LANES; lane += INT_LANES) {
        IntVector leaf = IntVector.fromArray(INTS, found, first + lane);
        for (int part = 1; part < sizes[block]; part++) {
          int at = first + part * LANES + lane;
          IntVector own = IntVector.fromArray(INTS, found, at);
          leaf =
              leaf.blend(
                  own, leaf.compare(VectorOperators.EQ, IntVector.fromArray(INTS, hooks, at)));
        }
        leaf.intoArray(found, block * LANES + lane); // where nothing is read any more
      }
      place += sizes[block] * LANES;
    }
    for (int i = 0; i < trees.length; i++) {
      leaves[trees[i]] = found[i];
    }
  }
}
