package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;

/** Several sums: of floats, or of leaves of one value a class. */
final class ManySums extends Sums {

  private final int[] sums;
  private final int width;
  private final int[] rows;
  private final double[] values;
  private final boolean floats;
  private final int[] targets;

  ManySums(Forest forest, Places places, int size) {
    width = forest.width();
    floats = forest.floats();
    sums = new int[forest.trees().size()];
    rows = new int[size];
    for (int tree = 0; tree < sums.length; tree++) {
      Tree grown = forest.trees().get(tree);
      sums[tree] = grown.sum();
      for (int leaf = 0; leaf < grown.leaves(); leaf++) {
        rows[places.of(tree, leaf)] = grown.row(leaf) * width;
      }
    }
    values = new double[forest.rows() * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = forest.value(i / width, i % width);
    }
    targets = new int[forest.sums()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = forest.target(i);
    }
  }

  @Override
  void add(int[] leaves, double[] frame) {
    for (int target : targets) {
      frame[target] = 0.0;
    }
    if (floats) {
      addFloats(leaves, frame);
      return;
    }
    for (int tree = 0; tree < sums.length; tree++) {
      int row = rows[leaves[tree]];
      int sum = sums[tree];
      for (int i = 0; i < width; i++) {
        frame[targets[sum + i]] += values[row + i];
      }
    }
  }

  /** The sum of two floats in double precision, rounded once, is their sum in single precision. */
  private void addFloats(int[] leaves, double[] frame) {
    for (int tree = 0; tree < sums.length; tree++) {
      int row = rows[leaves[tree]];
      int sum = sums[tree];
      for (int i = 0; i < width; i++) {
        int target = targets[sum + i];
        frame[target] = (float) (frame[target] + values[row + i]);
      }
    }
  }

  @Override
  int blockSize() {
    return targets.length * BlockKernel.ROWS;
  }

  @Override
  void add(int tree, int[] leaves, int count, double[] into) {
    for (int row = 0; row < count; row++) {
      add(tree, rows[leaves[row]], row, into);
    }
  }

  @Override
  void add(int tree, int first, long[] leaves, int at, int count, double[] into) {
    for (int row = 0; row < count; row++) {
      add(tree, rows[first + leaf(leaves, at, row)], row, into);
    }
  }

  private void add(int tree, int at, int row, double[] into) {
    int first = sums[tree] * BlockKernel.ROWS + row;
    for (int i = 0; i < width; i++) {
      int sum = first + i * BlockKernel.ROWS;
      double added = into[sum] + values[at + i];
      into[sum] = floats ? (float) added : added;
    }
  }

  @Override
  void end(double[] all, double[][] frames, int from, int count) {
    end(all, targets, frames, from, count);
  }
}
