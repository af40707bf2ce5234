package io.scorejar.program;

import java.util.Arrays;

/**
 * What training left in a {@link Forest} beside its answers: how many records ended in each leaf,
 * and which feature of the model each node asks for. Scores do not need it; shares of a score do.
 *
 * <p>A feature is what the model was trained on. Nodes of one column may ask for several (a number
 * and whether it is missing), and those of several columns for one (categories in many sets).
 *
 * <p>Immutable.
 */
public final class Cover {

  private final double[][] leaves;
  private final int[][] features;
  private final int count;

  /**
   * The cover of a forest.
   *
   * @param leaves by tree, the records of each leaf, from 0; weights where records have any
   * @param features by tree, the feature of each node, from 0
   * @throws IllegalArgumentException if it does not fit the forest
   */
  public Cover(Forest forest, double[][] leaves, int[][] features) {
    this.leaves = Arrays.stream(leaves).map(double[]::clone).toArray(double[][]::new);
    this.features = Arrays.stream(features).map(int[]::clone).toArray(int[][]::new);
    int trees = forest.trees().size();
    if (leaves.length != trees || features.length != trees) {
      throw new IllegalArgumentException("cover: expected " + trees + " trees, got others");
    }
    int highest = -1;
    for (int tree = 0; tree < trees; tree++) {
      Tree grown = forest.trees().get(tree);
      if (leaves[tree].length != grown.leaves() || features[tree].length != grown.nodes()) {
        throw new IllegalArgumentException("cover: expected the nodes of tree " + tree);
      }
      for (double records : leaves[tree]) {
        if (!(records >= 0 && records < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException("cover: expected records from 0, got " + records);
        }
      }
      for (int feature : features[tree]) {
        highest = Math.max(highest, feature);
      }
    }
    this.count = highest + 1;
  }

  /** The records that ended in a leaf. */
  public double records(int tree, int leaf) {
    return leaves[tree][leaf];
  }

  /** The feature that a node asks for. */
  public int feature(int tree, int node) {
    return features[tree][node];
  }

  /** How many features there are. */
  public int features() {
    return count;
  }
}
