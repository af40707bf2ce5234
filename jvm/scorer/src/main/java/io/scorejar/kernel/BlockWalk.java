package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.util.Arrays;

/**
 * A block of rows walks through one tree after another, eight rows at a time without branches: the
 * nodes of a tree, which may be thousands, stay in the first caches over all rows.
 */
final class BlockWalk implements BlockKernel {

  private static final int SHIFT = 6;

  private final Ranks ranks;
  private final Sums sums;
  private final long[] nodes;
  private final int[] roots;
  private final int[] depths;
  private final int columnMask;
  private final int rankBits;
  private final int stepShift;
  private final long rankMask;

  private BlockWalk(Parts parts, int columnBits, int rankBits) {
    Forest forest = parts.forest;
    Walk walk = parts.walk();
    this.ranks = parts.ranks();
    this.sums = walk.sums(forest);
    this.rankBits = rankBits;
    this.stepShift = columnBits + rankBits;
    this.rankMask = (1L << rankBits) - 1;
    this.columnMask = (1 << columnBits) - 1;
    this.nodes = new long[walk.size()];
    for (int node = 0; node < nodes.length; node++) {
      nodes[node] = walk.pack(node, columnBits, rankBits);
    }
    int trees = forest.trees().size();
    this.roots = new int[trees];
    this.depths = new int[trees];
    for (int i = 0; i < trees; i++) {
      roots[walk.trees[i]] = walk.roots[i];
      depths[walk.trees[i]] = Walk.depth(forest.trees().get(walk.trees[i]));
    }
  }

  /** The kernel of a forest, or null where a node does not fit into eight bytes. */
  static BlockWalk of(Parts parts) {
    Forest forest = parts.forest;
    int columnBits = Walk.bits(forest.columns().size());
    int rankBits = Walk.bits(Walk.highestRank(forest));
    int stepBits = Walk.bits(parts.walk().longestStep());
    return columnBits + rankBits + stepBits > 63
        ? null
        : new BlockWalk(parts, columnBits, rankBits);
  }

  @Override
  public String name() {
    return "block-walk";
  }

  @Override
  public Scratch scratch() {
    return new Scratch((columnMask + 1) << SHIFT, ROWS, 0, sums.blockSize());
  }

  @Override
  public void run(double[][] frames, int count, Scratch scratch) {
    ranks.rank(frames, 0, count, SHIFT, scratch.ranks);
    Arrays.fill(scratch.sums, 0.0);
    for (int tree = 0; tree < roots.length; tree++) {
      for (int row = 0; row < count; row += 8) { // rows behind the last one walk on old ranks
        find(roots[tree], depths[tree], row, scratch.ranks, scratch.leaves);
      }
      sums.add(tree, scratch.leaves, count, scratch.sums);
    }
    sums.end(scratch.sums, frames, 0, count);
  }

  private void find(int root, int deepest, int row, int[] ranked, int[] leaves) {
    int a = root;
    int b = root;
    int c = root;
    int d = root;
    int e = root;
    int f = root;
    int g = root;
    int h = root;
    for (int depth = deepest; depth > 0; depth--) {
      a = next(a, ranked, row);
      b = next(b, ranked, row + 1);
      c = next(c, ranked, row + 2);
      d = next(d, ranked, row + 3);
      e = next(e, ranked, row + 4);
      f = next(f, ranked, row + 5);
      g = next(g, ranked, row + 6);
      h = next(h, ranked, row + 7);
    }
    leaves[row] = a;
    leaves[row + 1] = b;
    leaves[row + 2] = c;
    leaves[row + 3] = d;
    leaves[row + 4] = e;
    leaves[row + 5] = f;
    leaves[row + 6] = g;
    leaves[row + 7] = h;
  }

  private int next(int at, int[] ranked, int row) {
    long node = nodes[at];
    int column = (int) (node >>> rankBits) & columnMask;
    int over = (int) (node & rankMask) - ranked[(column << SHIFT) + row];
    return at + (int) (node >>> stepShift) + (over >>> 31);
  }
}
