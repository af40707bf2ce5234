package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import io.scorejar.program.Step;
import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Forests that stand one after another, made one: a classifier of several classes comes as a forest
 * for each, all over the same columns, whose values are then ranked once. Each sum keeps its trees
 * in their order, so that no answer changes.
 */
final class Fused {

  /** Up to so many columns, boundaries of one, and leaves of a tree there are faster kernels. */
  private static final int[] COLUMNS = {32, 128};

  private static final int[] BOUNDARIES = {255, 1_022};
  private static final int[] LEAVES = {32, 64};

  private final List<Forest> forests = new ArrayList<>();
  private final BitSet read = new BitSet();
  private final BitSet written = new BitSet();
  private FusedColumns columns = FusedColumns.none();
  private int tierOfColumns;
  private int tierOfBoundaries;

  private Fused() {}

  /** The steps, with fewer forests where some can be one. */
  static List<Step> of(List<Step> steps) {
    List<Step> fused = new ArrayList<>();
    Fused open = new Fused();
    for (Step step : steps) {
      if (!(step instanceof Forest forest)) {
        open.end(fused);
        open = new Fused();
        fused.add(step);
      } else if (!open.adds(forest)) {
        open.end(fused);
        open = new Fused();
        open.adds(forest); // the first one always
      }
    }
    open.end(fused);
    return fused;
  }

  /** Takes a forest, if it is like those before and no slower kernels are needed for all. */
  private boolean adds(Forest forest) {
    if (!forests.isEmpty() && (!like(forests.get(0), forest) || !apart(forest))) {
      return false;
    }
    int ofColumns = Math.max(tier(forest.columns().size(), COLUMNS), tierOfColumns);
    int ofBoundaries = Math.max(tier(boundaries(forest.columns()), BOUNDARIES), tierOfBoundaries);
    FusedColumns all = columns.with(forest.columns());
    if (tier(all.all.size(), COLUMNS) > ofColumns
        || tier(boundaries(all.all), BOUNDARIES) > ofBoundaries) {
      return false;
    }
    columns = all;
    tierOfColumns = ofColumns;
    tierOfBoundaries = ofBoundaries;
    forest.reads(read::set);
    forest.writes(written::set);
    forests.add(forest);
    return true;
  }

  private static boolean like(Forest first, Forest forest) {
    return first.width() == 1
        && forest.width() == 1
        && first.floats() == forest.floats()
        && tier(LeafOrder.most(first), LEAVES) == tier(LeafOrder.most(forest), LEAVES);
  }

  /** Whether a forest neither reads nor writes what others write, and writes what none reads. */
  private boolean apart(Forest forest) {
    BitSet reads = new BitSet();
    BitSet writes = new BitSet();
    forest.reads(reads::set);
    forest.writes(writes::set);
    return !reads.intersects(written) && !writes.intersects(written) && !writes.intersects(read);
  }

  private static int boundaries(List<Column> columns) {
    return columns.stream()
        .mapToInt(column -> column instanceof Boundaries numbers ? numbers.count() : 0)
        .max()
        .orElse(0);
  }

  private static int tier(int number, int[] limits) {
    return (int) IntStream.of(limits).filter(limit -> number > limit).count();
  }

  private void end(List<Step> steps) {
    if (forests.size() > 1) {
      steps.add(whole());
    } else {
      steps.addAll(forests);
    }
  }

  private Forest whole() {
    List<Tree> trees = new ArrayList<>();
    double[] values = new double[forests.stream().mapToInt(Forest::rows).sum()];
    int[] targets = new int[forests.stream().mapToInt(Forest::sums).sum()];
    int rows = 0;
    int sums = 0;
    for (int i = 0; i < forests.size(); i++) {
      Forest forest = forests.get(i);
      int[][] ranks = columns.ranks(i, forest.columns());
      for (Tree tree : forest.trees()) {
        trees.add(moved(tree, columns.places(i), ranks, sums, rows));
      }
      System.arraycopy(forest.values(), 0, values, rows, forest.rows());
      for (int sum = 0; sum < forest.sums(); sum++) {
        targets[sums + sum] = forest.target(sum);
      }
      rows += forest.rows();
      sums += forest.sums();
    }
    return new Forest(columns.all, trees, 1, values, forests.get(0).floats(), targets);
  }

  /**
   * A tree as it stands among those of all forests.
   *
   * @param places where the columns of its own forest are
   * @param ranks what their ranks are there
   * @param sums how many sums come before those of its forest
   * @param rows how many rows of values come before those of its forest
   */
  private static Tree moved(Tree tree, int[] places, int[][] ranks, int sums, int rows) {
    int[] columns = new int[tree.nodes()];
    int[] newRanks = new int[tree.nodes()];
    for (int node = 0; node < columns.length; node++) {
      columns[node] = places[tree.column(node)];
      newRanks[node] = ranks[tree.column(node)][tree.rank(node)];
    }
    int[] leaves = Arrays.stream(tree.rows()).map(row -> row + rows).toArray();
    return new Tree(tree.sum() + sums, columns, newRanks, tree.lefts(), tree.rights(), leaves);
  }
}
