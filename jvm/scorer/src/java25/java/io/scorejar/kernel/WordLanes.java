package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * One row over sixteen trees of up to 32 leaves at a time, for up to 32 columns: the row's ranks
 * stand in two vectors; a word of a node is its rank and, in the low bits, its column, so that the
 * same word picks the row's rank and is compared with it. Nothing leaves the vectors until the
 * leaves are found.
 */
final class WordLanes implements RowKernel {

  static final String NAME = "word-lanes";

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final int LANES = 16;
  private static final int COLUMN_BITS = 5;
  private static final int SHIFT = 5;

  private final RowColumns columns;
  private final Sums sums;

  /** Whether the ranks of a row fill more than one vector. */
  private final boolean two;

  /** Sixteen nodes, of one tree each, and what they leave when they send the row right. */
  private final int[] nodes;

  private final int[] ends;
  private final int[] firsts;

  WordLanes(Parts parts) {
    Forest forest = parts.forest;
    columns = new RowColumns(parts);
    two = parts.used.length > LANES;
    int[] places = columns.places;
    int[] zeros = columns.zeros;
    LeafOrder[] orders = parts.orders();
    List<Tree> trees = forest.trees();
    ends = new int[(trees.size() + LANES - 1) / LANES];
    int end = 0;
    for (int group = 0; group < ends.length; group++) {
      int first = group * LANES;
      int last = Math.min(trees.size(), first + LANES);
      int most = trees.subList(first, last).stream().mapToInt(Tree::nodes).max().orElse(0);
      end += most * 2 * LANES;
      ends[group] = end;
    }
    nodes = new int[end];
    for (int at = 0; at < end; at++) {
      nodes[at] = (at & LANES) == 0 ? Integer.MAX_VALUE : -1;
    }
    for (int number = 0; number < trees.size(); number++) {
      Tree tree = trees.get(number);
      int group = number / LANES;
      int at = (group == 0 ? 0 : ends[group - 1]) + number % LANES;
      for (int node = 0; node < tree.nodes(); node++, at += 2 * LANES) {
        int column = places[tree.column(node)];
        nodes[at] = ((zeros[column] + tree.rank(node)) << COLUMN_BITS) | column;
        nodes[at + LANES] = (int) ~orders[number].left(node);
      }
    }
    firsts = new int[ends.length * LANES];
    Arrays.setAll(firsts, tree -> tree << SHIFT);
    sums =
        Sums.of(
            forest,
            (tree, leaf) -> (tree << SHIFT) + orders[tree].places[leaf],
            firsts.length << SHIFT);
  }

  /** Whether a forest is one for it, whose columns {@link RowColumns} takes. */
  static boolean takes(Parts parts) {
    return LeafOrder.most(parts.forest) <= Integer.SIZE;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Scratch scratch() {
    int room = columns.scratch();
    return new Scratch(RowColumns.PLACES, firsts.length, 0, room, 0, room);
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    columns.rank(values, scratch);
    find(scratch.ranks, scratch.leaves);
    sums.add(scratch.leaves, frame);
  }

  private void find(int[] ranked, int[] leaves) {
    IntVector row =
        IntVector.fromArray(INTS, ranked, 0).lanewise(VectorOperators.LSHL, COLUMN_BITS);
    IntVector more =
        IntVector.fromArray(INTS, ranked, LANES).lanewise(VectorOperators.LSHL, COLUMN_BITS);
    int at = 0;
    for (int group = 0; group < ends.length; group++) {
      IntVector left = IntVector.broadcast(INTS, -1);
      for (int end = ends[group]; at < end; at += 2 * LANES) {
        IntVector node = IntVector.fromArray(INTS, nodes, at);
        IntVector asked = two ? node.selectFrom(row, more) : node.selectFrom(row);
        left =
            left.lanewise(
                VectorOperators.AND,
                IntVector.fromArray(INTS, nodes, at + LANES),
                asked.compare(VectorOperators.GT, node));
      }
      left.lanewise(VectorOperators.TRAILING_ZEROS_COUNT)
          .add(IntVector.fromArray(INTS, firsts, group * LANES))
          .intoArray(leaves, group * LANES);
    }
  }
}
