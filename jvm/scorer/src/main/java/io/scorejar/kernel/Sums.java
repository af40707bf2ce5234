package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;

/**
 * Adds up the leaves that a kernel found, in the order of the trees and from 0.0, whatever the
 * order in which they were found: that is what makes the bits equal.
 */
abstract class Sums {

  /**
   * The sums of a forest.
   *
   * @param size above every index that {@code places} gives
   */
  static Sums of(Forest forest, Places places, int size) {
    if (forest.sums() > 1) {
      return new ManySums(forest, places, size);
    }
    double[] values = new double[size];
    for (int tree = 0; tree < forest.trees().size(); tree++) {
      Tree grown = forest.trees().get(tree);
      for (int leaf = 0; leaf < grown.leaves(); leaf++) {
        values[places.of(tree, leaf)] = forest.value(grown.row(leaf), 0);
      }
    }
    return forest.floats() ? new OneFloat(forest, values) : new OneDouble(forest, values);
  }

  /**
   * Sums one row.
   *
   * @param leaves the index of the leaf of each tree
   * @param frame receives the sums in their slots
   */
  abstract void add(int[] leaves, double[] frame);

  /** One sum of doubles, the most frequent case. */
  private static final class OneDouble extends Sums {

    private final int trees;
    private final int target;
    private final double[] values;

    OneDouble(Forest forest, double[] values) {
      this.trees = forest.trees().size();
      this.target = forest.target(0);
      this.values = values;
    }

    @Override
    void add(int[] leaves, double[] frame) {
      double sum = 0.0;
      for (int tree = 0; tree < trees; tree++) {
        sum += values[leaves[tree]];
      }
      frame[target] = sum;
    }
  }

  /** One sum of floats. */
  private static final class OneFloat extends Sums {

    private final int trees;
    private final int target;
    private final float[] values;

    OneFloat(Forest forest, double[] values) {
      this.trees = forest.trees().size();
      this.target = forest.target(0);
      this.values = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        this.values[i] = (float) values[i];
      }
    }

    @Override
    void add(int[] leaves, double[] frame) {
      float sum = 0;
      for (int tree = 0; tree < trees; tree++) {
        sum += values[leaves[tree]];
      }
      frame[target] = sum;
    }
  }
}
