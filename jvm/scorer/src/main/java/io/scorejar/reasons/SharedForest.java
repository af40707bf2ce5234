package io.scorejar.reasons;

import io.scorejar.program.Cover;
import io.scorejar.program.Forest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The shares of a forest: those of its trees, summed. Immutable, safe for any thread. */
final class SharedForest {

  private final Ranking ranking;
  private final List<SharedTree> trees = new ArrayList<>();
  private final int width;
  private final int stride;
  private final double[] bases;
  private int mostNodes;
  private int mostPoints;

  /**
   * @param ownerOf the place in the contributions, by feature of the cover
   * @param stride how many contributions there are for each sum
   */
  SharedForest(Forest forest, Cover cover, int[] ownerOf, int stride) {
    this.ranking = new Ranking(forest);
    this.width = forest.width();
    this.stride = stride;
    this.bases = new double[forest.sums()];
    for (int i = 0; i < forest.trees().size(); i++) {
      SharedTree tree = new SharedTree(forest, cover, i, ownerOf);
      trees.add(tree);
      mostNodes = Math.max(mostNodes, tree.nodes);
      mostPoints = Math.max(mostPoints, tree.points.length);
      for (int place = 0; place < width; place++) {
        bases[tree.sum + place] += tree.expected[place];
      }
    }
  }

  /** What a sum is where nothing is known of a row. */
  double base(int sum) {
    return bases[sum];
  }

  /** How many numbers the shares of a row take. */
  int size() {
    return bases.length * stride;
  }

  /** What one thread needs. */
  Work work() {
    return new Work(
        new int[ranking.columns()], new RowShares(mostNodes, mostPoints), new double[size()]);
  }

  /** The memory of one thread. */
  static final class Work {

    final int[] ranks;
    final RowShares row;

    /** {@code stride} for each sum, of the last row. */
    final double[] shares;

    private Work(int[] ranks, RowShares row, double[] shares) {
      this.ranks = ranks;
      this.row = row;
      this.shares = shares;
    }
  }

  /** What one thread needs for blocks of rows; null where the trees are too large for them. */
  BlockWork blockWork() {
    BlockShares block = BlockShares.of(mostNodes, mostPoints);
    return block == null
        ? null
        : new BlockWork(
            new int[ranking.columns() * BlockShares.ROWS],
            block,
            new double[size() * BlockShares.ROWS]);
  }

  /** The memory of one thread for blocks of rows. */
  static final class BlockWork {

    final int[] ranks;
    final BlockShares block;

    /** {@code stride} for each sum, each of {@link BlockShares#ROWS} rows side by side. */
    final double[] shares;

    private BlockWork(int[] ranks, BlockShares block, double[] shares) {
      this.ranks = ranks;
      this.block = block;
      this.shares = shares;
    }
  }

  /** Puts the ranks of a row of a block into their places. */
  void rank(double[] frame, Work work, BlockWork block, int row) {
    ranking.rank(frame, work.ranks);
    for (int column = 0; column < work.ranks.length; column++) {
      block.ranks[column * BlockShares.ROWS + row] = work.ranks[column];
    }
  }

  /** Works out the shares of the rows that were ranked, into {@code work.shares}. */
  void share(BlockWork work) {
    Arrays.fill(work.shares, 0);
    for (SharedTree tree : trees) {
      work.block.add(tree, work.ranks, width, work.shares, stride);
    }
  }

  /** Takes the shares of one row out of those of its block. */
  void take(BlockWork block, int row, Work work) {
    for (int i = 0; i < work.shares.length; i++) {
      work.shares[i] = block.shares[i * BlockShares.ROWS + row];
    }
  }

  /** Works out the shares of a row, whose slots stand in a frame, into {@code work.shares}. */
  void share(double[] frame, Work work) {
    ranking.rank(frame, work.ranks);
    Arrays.fill(work.shares, 0);
    for (SharedTree tree : trees) {
      work.row.add(tree, work.ranks, width, work.shares, stride);
    }
  }
}
