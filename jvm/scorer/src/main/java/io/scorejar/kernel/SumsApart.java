package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Several sums of doubles, of trees of one value a leaf: a classifier of several classes. Sum after
 * sum, each of its trees in their order, so that a sum stays in a register.
 */
final class SumsApart extends Sums {

  private final double[] values;

  /** To which sum each tree adds. */
  private final int[] sums;

  /** The trees of one sum after another, and where those of each end. */
  private final int[] trees;

  private final int[] ends;
  private final int[] targets;

  /** The sums of a forest that it {@link #takes}; {@code size} as {@link Sums#of} has it. */
  SumsApart(Forest forest, Places places, int size) {
    values = new double[size];
    sums = forest.trees().stream().mapToInt(Tree::sum).toArray();
    for (int tree = 0; tree < sums.length; tree++) {
      put(forest.values(), forest.trees().get(tree).rows(), tree, places, values);
    }
    targets = IntStream.range(0, forest.sums()).map(forest::target).toArray();
    ends = new int[targets.length];
    for (int sum : sums) {
      ends[sum]++;
    }
    Arrays.parallelPrefix(ends, Integer::sum);
    trees = new int[sums.length];
    int[] next = ends.clone();
    for (int tree = sums.length - 1; tree >= 0; tree--) {
      trees[--next[sums[tree]]] = tree;
    }
  }

  static boolean takes(Forest forest) {
    return forest.width() == 1 && !forest.floats();
  }

  @Override
  void add(int[] leaves, double[] frame) {
    int at = 0;
    for (int sum = 0; sum < ends.length; sum++) {
      double added = 0.0;
      for (int end = ends[sum]; at < end; at++) {
        added += values[leaves[trees[at]]];
      }
      frame[targets[sum]] = added;
    }
  }

  @Override
  int blockSize() {
    return targets.length * BlockKernel.ROWS;
  }

  @Override
  void add(int tree, int[] leaves, int count, double[] into) {
    int first = sums[tree] * BlockKernel.ROWS;
    for (int row = 0; row < count; row++) {
      into[first + row] += values[leaves[row]];
    }
  }

  @Override
  void add(int tree, int first, long[] leaves, int at, int count, double[] into) {
    int sum = sums[tree] * BlockKernel.ROWS;
    for (int row = 0; row < count; row++) {
      into[sum + row] += values[first + leaf(leaves, at, row)];
    }
  }

  @Override
  void end(double[] all, double[][] frames, int from, int count) {
    end(all, targets, frames, from, count);
  }
}
