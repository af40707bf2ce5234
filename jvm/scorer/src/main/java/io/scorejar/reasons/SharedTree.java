package io.scorejar.reasons;

import io.scorejar.BadModelException;
import io.scorejar.program.Cover;
import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.Arrays;
import java.util.BitSet;

/**
 * One tree as its shares are worked out: for each side of each node the fraction of records that
 * goes there, multiplied over all nodes above that ask for the same feature.
 *
 * <p>Without a value for a feature, a row goes both ways at its nodes, by those fractions. The
 * share of a feature (its Shapley value) is the integral from t = 0 to 1 of
 *
 * <pre>sum over leaves of value * (o - z) * product over the other features of (z (1 - t) + o t)
 * </pre>
 *
 * where z is the fraction of a feature on the way to the leaf, and o is 1 where the row answers all
 * of its nodes on that way as the way does, else 0. The product is a polynomial in t of a degree
 * below the number of features on the way, so that {@link Quadrature} gives it without error.
 */
final class SharedTree {

  /** What stands for the parent's side where no node above asks for the same feature. */
  static final int NONE = -1;

  final int nodes;
  final int sum;
  final int[] columns;
  final int[] ranks;
  final int[] lefts;
  final int[] rights;

  /** The place in the contributions that a node's feature adds to. */
  final int[] owners;

  /** The nearest side above of the same feature: twice its node, plus 1 for the right one. */
  final int[] above;

  final double[] leftFractions;
  final double[] rightFractions;

  /** The values of the leaves: {@code width} for each; 0 for those that have no answer. */
  final double[] values;

  final double[] points;
  final double[] complements;
  final double[] weights;

  /** What the tree answers where nothing is known of a row, for each value of its leaves. */
  final double[] expected;

  /**
   * A tree of a forest.
   *
   * @param ownerOf by feature
   * @throws BadModelException if a node has no records although a row may come there
   */
  SharedTree(Forest forest, Cover cover, int number, int[] ownerOf) {
    Tree tree = forest.trees().get(number);
    int width = forest.width();
    nodes = tree.nodes();
    sum = tree.sum();
    columns = new int[nodes];
    ranks = new int[nodes];
    lefts = new int[nodes];
    rights = new int[nodes];
    owners = new int[nodes];
    above = new int[nodes];
    leftFractions = new double[nodes];
    rightFractions = new double[nodes];
    values = new double[tree.leaves() * width];
    boolean[] answers = new boolean[tree.leaves()];
    for (int leaf = 0; leaf < tree.leaves(); leaf++) {
      for (int place = 0; place < width; place++) {
        double value = forest.value(tree.row(leaf), place);
        answers[leaf] |= !Double.isNaN(value);
        values[leaf * width + place] = Double.isNaN(value) ? 0 : value;
      }
    }
    double[] records = new double[nodes];
    boolean[] below = new boolean[nodes]; // whether a leaf below a node has an answer
    double[] means = new double[nodes * width];
    for (int node = nodes - 1; node >= 0; node--) {
      int left = tree.left(node);
      int right = tree.right(node);
      double ofLeft = left < 0 ? cover.records(number, ~left) : records[left];
      double ofRight = right < 0 ? cover.records(number, ~right) : records[right];
      below[node] = answers(left, answers, below) || answers(right, answers, below);
      records[node] = ofLeft + ofRight;
      if (records[node] == 0 && below[node]) {
        throw new BadModelException(
            "reasons: expected records at every node, got none at node "
                + node
                + " of tree "
                + (number + 1));
      }
      columns[node] = tree.column(node);
      ranks[node] = tree.rank(node);
      lefts[node] = left;
      rights[node] = right;
      owners[node] = ownerOf[cover.feature(number, node)];
      leftFractions[node] = records[node] == 0 ? 0 : ofLeft / records[node];
      rightFractions[node] = records[node] == 0 ? 0 : ofRight / records[node];
      for (int place = 0; place < width; place++) {
        means[node * width + place] =
            leftFractions[node] * mean(left, place, width, means)
                + rightFractions[node] * mean(right, place, width, means);
      }
    }
    expected = new double[width];
    for (int place = 0; place < width; place++) {
      expected[place] = mean(nodes == 0 ? ~0 : 0, place, width, means);
    }
    int most = features(cover, number);
    Quadrature exact = Quadrature.of(Math.max(1, (most + 1) / 2));
    points = exact.points;
    complements = Arrays.stream(points).map(t -> 1 - t).toArray();
    weights = exact.weights;
  }

  private static boolean answers(int child, boolean[] ofLeaves, boolean[] ofNodes) {
    return child < 0 ? ofLeaves[~child] : ofNodes[child];
  }

  private double mean(int child, int place, int width, double[] means) {
    return child < 0 ? values[~child * width + place] : means[child * width + place];
  }

  /** Finds sides of the same feature, and multiplies; returns how many features a way has. */
  private int features(Cover cover, int number) {
    int[] parents = new int[nodes];
    int[] distinct = new int[nodes];
    int most = 0;
    Arrays.fill(parents, NONE);
    for (int node = 0; node < nodes; node++) {
      if (lefts[node] >= 0) {
        parents[lefts[node]] = 2 * node;
      }
      if (rights[node] >= 0) {
        parents[rights[node]] = 2 * node + 1;
      }
      int feature = cover.feature(number, node);
      int side = parents[node];
      while (side != NONE && cover.feature(number, side >> 1) != feature) {
        side = parents[side >> 1];
      }
      above[node] = side;
      int before = parents[node] == NONE ? 0 : distinct[parents[node] >> 1];
      distinct[node] = before + (side == NONE ? 1 : 0);
      most = Math.max(most, distinct[node]);
      if (side != NONE) {
        leftFractions[node] *= fraction(side);
        rightFractions[node] *= fraction(side);
      }
    }
    return most;
  }

  /** The fraction of records that goes to a side. */
  double fraction(int side) {
    return (side & 1) == 0 ? leftFractions[side >> 1] : rightFractions[side >> 1];
  }

  /** Marks the columns that its nodes ask. */
  void asks(BitSet asked) {
    for (int column : columns) {
      asked.set(column);
    }
  }
}
