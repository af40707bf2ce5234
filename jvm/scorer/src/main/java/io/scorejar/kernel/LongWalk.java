package io.scorejar.kernel;

import io.scorejar.program.Forest;

/** The walk over nodes of eight bytes, for what four cannot hold. */
final class LongWalk implements RowKernel {

  private final Ranks ranks;
  private final Sums sums;
  private final long[] nodes;
  private final int[] roots;
  private final int[] trees;
  private final int[] depths;
  private final int count;
  private final int rankBits;
  private final int stepShift;
  private final long rankMask;
  private final int columnMask;

  private LongWalk(Parts parts, int columnBits, int rankBits) {
    Forest forest = parts.forest;
    Walk walk = parts.walk();
    this.ranks = parts.ranks();
    this.sums = walk.sums(forest);
    this.roots = walk.roots;
    this.trees = walk.trees;
    this.depths = walk.depths;
    this.count = forest.trees().size();
    this.rankBits = rankBits;
    this.stepShift = columnBits + rankBits;
    this.rankMask = (1L << rankBits) - 1;
    this.columnMask = (1 << columnBits) - 1;
    this.nodes = new long[walk.size()];
    for (int node = 0; node < nodes.length; node++) {
      nodes[node] = walk.pack(node, columnBits, rankBits);
    }
  }

  /** The kernel of a forest, or null where a node does not fit into eight bytes. */
  static LongWalk of(Parts parts) {
    Forest forest = parts.forest;
    int columnBits = Walk.bits(forest.columns().size());
    int rankBits = Walk.bits(Walk.highestRank(forest));
    int stepBits = Walk.bits(parts.walk().longestStep());
    return columnBits + rankBits + stepBits > 63 ? null : new LongWalk(parts, columnBits, rankBits);
  }

  @Override
  public String name() {
    return "wide-walk";
  }

  @Override
  public Scratch scratch() {
    return new Scratch(columnMask + 1, count + 1, 0);
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    ranks.rank(values, scratch.ranks);
    find(scratch.ranks, scratch.leaves);
    sums.add(scratch.leaves, frame);
  }

  private void find(int[] ranked, int[] leaves) {
    for (int group = 0; group < depths.length; group++) {
      int first = group * Walk.GROUP;
      int a = roots[first];
      int b = roots[first + 1];
      int c = roots[first + 2];
      int d = roots[first + 3];
      int e = roots[first + 4];
      int f = roots[first + 5];
      int g = roots[first + 6];
      int h = roots[first + 7];
      for (int depth = depths[group]; depth > 0; depth--) {
        a = next(a, ranked);
        b = next(b, ranked);
        c = next(c, ranked);
        d = next(d, ranked);
        e = next(e, ranked);
        f = next(f, ranked);
        g = next(g, ranked);
        h = next(h, ranked);
      }
      leaves[trees[first]] = a;
      leaves[trees[first + 1]] = b;
      leaves[trees[first + 2]] = c;
      leaves[trees[first + 3]] = d;
      leaves[trees[first + 4]] = e;
      leaves[trees[first + 5]] = f;
      leaves[trees[first + 6]] = g;
      leaves[trees[first + 7]] = h;
    }
  }

  private int next(int at, int[] ranked) {
    long node = nodes[at];
    int over = (int) (node & rankMask) - ranked[(int) (node >>> rankBits) & columnMask];
    return at + (int) (node >>> stepShift) + (over >>> 31);
  }
}
