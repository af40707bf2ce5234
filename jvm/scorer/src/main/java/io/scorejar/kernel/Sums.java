package io.scorejar.kernel;

import io.scorejar.program.Forest;

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
      return SumsApart.takes(forest)
          ? new SumsApart(forest, places, size)
          : new ManySums(forest, places, size);
    }
    double[] values = new double[size];
    for (int tree = 0; tree < forest.trees().size(); tree++) {
      put(forest.values(), forest.trees().get(tree).rows(), tree, places, values);
    }
    return forest.floats() ? new OneFloat(forest, values) : new OneDouble(forest, values);
  }

  /**
   * One sum of doubles over a table that another kernel holds.
   *
   * @param values the bits of doubles
   */
  static Sums ofBits(Forest forest, long[] values) {
    return new OneOfBits(forest, values);
  }

  static void put(double[] from, int[] rows, int tree, Places places, double[] values) {
    for (int leaf = 0; leaf < rows.length; leaf++) {
      values[places.of(tree, leaf)] = from[rows[leaf]];
    }
  }

  /**
   * Sums one row.
   *
   * @param leaves the index of the leaf of each tree
   * @param frame receives the sums in their slots
   */
  abstract void add(int[] leaves, double[] frame);

  /** How many doubles the sums of a block of rows take. */
  abstract int blockSize();

  /**
   * Adds one tree to the sums of a block of rows. Trees have to come in their order.
   *
   * @param leaves the index of the leaf of each row
   * @param sums by sum and row, 0.0 before the first tree
   */
  abstract void add(int tree, int[] leaves, int count, double[] sums);

  /**
   * The same for leaves in bytes.
   *
   * @param first what the leaves of the tree are counted from
   * @param leaves from {@code at} on the leaves of eight rows in each word, the first one lowest
   */
  abstract void add(int tree, int first, long[] leaves, int at, int count, double[] sums);

  /** The leaf of a row among those of eight rows a word. */
  static int leaf(long[] leaves, int at, int row) {
    return (int) (leaves[at + (row >> 3)] >>> (row << 3)) & 0xFF;
  }

  /** Writes the sums of a block of rows into their frames, the first at {@code from}. */
  abstract void end(double[] sums, double[][] frames, int from, int count);

  /** The end of sums that stand one after another, of a block each. */
  static void end(double[] sums, int[] targets, double[][] frames, int from, int count) {
    for (int sum = 0; sum < targets.length; sum++) {
      for (int row = 0; row < count; row++) {
        frames[from + row][targets[sum]] = sums[sum * BlockKernel.ROWS + row];
      }
    }
  }

  /** What one sum is, in doubles or in floats. */
  private abstract static class OneSum extends Sums {

    final int trees;
    final int target;

    OneSum(Forest forest) {
      this.trees = forest.trees().size();
      this.target = forest.target(0);
    }

    @Override
    int blockSize() {
      return BlockKernel.ROWS;
    }

    @Override
    void end(double[] sums, double[][] frames, int from, int count) {
      for (int row = 0; row < count; row++) {
        frames[from + row][target] = sums[row];
      }
    }
  }

  /** One sum of doubles, the most frequent case. */
  private static final class OneDouble extends OneSum {

    private final double[] values;

    OneDouble(Forest forest, double[] values) {
      super(forest);
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

    @Override
    void add(int tree, int[] leaves, int count, double[] sums) {
      for (int row = 0; row < count; row++) {
        sums[row] += values[leaves[row]];
      }
    }

    /** Rows behind the last one, up to eight, get sums that nobody reads. */
    @Override
    void add(int tree, int first, long[] leaves, int at, int count, double[] sums) {
      for (int row = 0; row < count; row += 8) {
        long eight = leaves[at + (row >> 3)];
        sums[row] += values[first + (int) (eight & 0xFF)];
        sums[row + 1] += values[first + (int) (eight >>> 8 & 0xFF)];
        sums[row + 2] += values[first + (int) (eight >>> 16 & 0xFF)];
        sums[row + 3] += values[first + (int) (eight >>> 24 & 0xFF)];
        sums[row + 4] += values[first + (int) (eight >>> 32 & 0xFF)];
        sums[row + 5] += values[first + (int) (eight >>> 40 & 0xFF)];
        sums[row + 6] += values[first + (int) (eight >>> 48 & 0xFF)];
        sums[row + 7] += values[first + (int) (eight >>> 56)];
      }
    }
  }

  /** One sum of doubles that stand as their bits. */
  private static final class OneOfBits extends OneSum {

    private final long[] values;

    OneOfBits(Forest forest, long[] values) {
      super(forest);
      this.values = values;
    }

    @Override
    void add(int[] leaves, double[] frame) {
      double sum = 0.0;
      for (int tree = 0; tree < trees; tree++) {
        sum += Double.longBitsToDouble(values[leaves[tree]]);
      }
      frame[target] = sum;
    }

    @Override
    void add(int tree, int[] leaves, int count, double[] sums) {
      for (int row = 0; row < count; row++) {
        sums[row] += Double.longBitsToDouble(values[leaves[row]]);
      }
    }

    @Override
    void add(int tree, int first, long[] leaves, int at, int count, double[] sums) {
      for (int row = 0; row < count; row++) {
        sums[row] += Double.longBitsToDouble(values[first + leaf(leaves, at, row)]);
      }
    }
  }

  /** One sum of floats. */
  private static final class OneFloat extends OneSum {

    private final float[] values;

    OneFloat(Forest forest, double[] values) {
      super(forest);
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

    @Override
    void add(int tree, int[] leaves, int count, double[] sums) {
      for (int row = 0; row < count; row++) {
        sums[row] = (float) sums[row] + values[leaves[row]];
      }
    }

    @Override
    void add(int tree, int first, long[] leaves, int at, int count, double[] sums) {
      for (int row = 0; row < count; row++) {
        sums[row] = (float) sums[row] + values[first + leaf(leaves, at, row)];
      }
    }
  }
}
