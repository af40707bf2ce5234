package io.scorejar.kernel;

import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * 64 rows at a time: a compare of 64 ranks parts the rows of a node, and the number of leaves under
 * its left child is added to the leaf number of those that go right. Trees of up to 256 leaves and
 * any number of columns.
 */
final class ByteSlices implements BlockKernel {

  static final String NAME = "byte-slices";

  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_512;
  private static final VectorSpecies<Byte> QUARTER = ByteVector.SPECIES_128;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final int SHIFT = 6;
  private static final int LEAVES = 256;

  final ColumnRanks ranks;
  private final int[] used;
  private final Sums sums;

  /**
   * For each node where the ranks of its column begin, its biased rank, and its leaves on the left.
   */
  private final int[] columns;

  private final byte[] nodeRanks;
  private final byte[] lefts;

  /** Where the rows of each child go: a word of its own, or one that nobody reads, for a leaf. */
  private final int[] slots;

  private final int[] ends;
  private final int[] firsts;

  /**
   * The kernel on a table of what the leaves add.
   *
   * @param firsts where the leaves of each tree begin in it, from left to right
   */
  ByteSlices(Parts parts, int[] firsts, Sums sums) {
    Forest forest = parts.forest;
    this.firsts = firsts;
    this.sums = sums;
    used = parts.used;
    ranks = new ColumnRanks(forest, used);
    int[] places = new int[forest.columns().size()];
    for (int i = 0; i < used.length; i++) {
      places[used[i]] = i << SHIFT;
    }
    int trees = forest.trees().size();
    int size = parts.asked.nodes;
    columns = new int[size];
    nodeRanks = new byte[size];
    lefts = new byte[size];
    slots = new int[size];
    ends = new int[trees];
    LeafOrder[] orders = parts.orders();
    int next = 0;
    for (int i = 0; i < trees; i++) {
      next = lay(forest.trees().get(i), orders[i], places, next);
      ends[i] = next;
    }
  }

  /** The kernel by itself, with a table of its own. */
  static ByteSlices of(Parts parts) {
    Forest forest = parts.forest;
    int[] firsts = new int[forest.trees().size()];
    int leaves = 0;
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = leaves;
      leaves += forest.trees().get(i).leaves();
    }
    LeafOrder[] orders = parts.orders();
    Sums sums = Sums.of(forest, (tree, leaf) -> firsts[tree] + orders[tree].places[leaf], leaves);
    return new ByteSlices(parts, firsts, sums);
  }

  private int lay(Tree tree, LeafOrder order, int[] places, int from) {
    int[] queue = new int[tree.nodes()];
    int end = Math.min(1, tree.nodes());
    for (int i = 0; i < end; i++) {
      int node = queue[i];
      int packed = 0;
      for (int child : new int[] {tree.right(node), tree.left(node)}) {
        packed = (packed << 16) | (child < 0 ? LEAVES : end);
        if (child >= 0) {
          queue[end++] = child;
        }
      }
      columns[from + i] = places[tree.column(node)];
      nodeRanks[from + i] = (byte) (tree.rank(node) - VectorRanks.BIAS);
      lefts[from + i] = (byte) (order.middles[node] - order.firsts[node]);
      slots[from + i] = packed;
    }
    return from + end;
  }

  /** Whether a forest is one for it. */
  static boolean takes(Parts parts) {
    Forest forest = parts.forest;
    boolean narrow = true;
    for (int i : parts.used) {
      Column column = forest.columns().get(i);
      narrow &= VectorRanks.takes(column);
    }
    return narrow && LeafOrder.most(forest) <= LEAVES;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Scratch scratch() {
    return new Scratch(
        ranks.scratch(ROWS), ROWS, LEAVES + 1, sums.blockSize() + ROWS, (used.length + 1) << SHIFT);
  }

  @Override
  public void run(double[][] frames, int count, Scratch scratch) {
    run(frames, 0, count, scratch);
  }

  /** Runs on the rows of a larger block that begin somewhere. */
  void run(double[][] frames, int from, int count, Scratch scratch) {
    byte[] bytes = scratch.bytes;
    int values = scratch.sums.length - ROWS;
    ranks.rank(frames, from, count, SHIFT, bytes, scratch.sums, values, scratch.ranks);
    Arrays.fill(scratch.sums, 0.0);
    int first = 0;
    for (int tree = 0; tree < ends.length; tree++) {
      find(first, ends[tree], bytes, scratch.masks, firsts[tree], scratch.leaves);
      sums.add(tree, scratch.leaves, count, scratch.sums);
      first = ends[tree];
    }
    sums.end(scratch.sums, frames, from, count);
  }

  private void find(int first, int end, byte[] ranked, long[] words, int firstLeaf, int[] into) {
    words[0] = -1L;
    ByteVector numbers = ByteVector.zero(BYTES);
    for (int i = first; i < end; i++) {
      long above =
          ByteVector.fromArray(BYTES, ranked, columns[i])
              .compare(VectorOperators.GT, nodeRanks[i])
              .toLong();
      long rows = words[i - first];
      long right = rows & above;
      int packed = slots[i];
      words[packed & 0xFFFF] = rows ^ right;
      words[packed >>> 16] = right;
      numbers = numbers.add(lefts[i], VectorMask.fromLong(BYTES, right));
    }
    int bytesEnd = ranked.length - ROWS;
    numbers.intoArray(ranked, bytesEnd);
    for (int row = 0; row < ROWS; row += 16) {
      IntVector wide =
          (IntVector)
              ByteVector.fromArray(QUARTER, ranked, bytesEnd + row)
                  .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
      wide.add(firstLeaf).intoArray(into, row);
    }
  }
}
