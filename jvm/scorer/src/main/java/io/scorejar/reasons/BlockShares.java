package io.scorejar.reasons;

import java.util.Arrays;

/**
 * The shares of a block of rows, as {@link RowShares} works out those of one: every number there is
 * one for each of {@value #ROWS} rows here, side by side, so that loops over rows become vector
 * instructions. Belongs to one thread at a time.
 */
final class BlockShares {

  /** How many rows a block has. */
  static final int ROWS = 32;

  /** How many doubles it may take; larger trees are worked out row by row. */
  private static final int MOST_DOUBLES = 1 << 18;

  private final double[] products;
  private final double[] sums;
  private final double[] goes;
  private final double[] share = new double[ROWS];
  private final double[] leftSums = new double[ROWS];
  private final double[] rightSums = new double[ROWS];

  private BlockShares(int nodes, int points) {
    products = new double[nodes * points * ROWS];
    sums = new double[nodes * points * ROWS];
    goes = new double[2 * nodes * ROWS];
  }

  /** Memory for trees of so many nodes and points; null where it would be too much. */
  static BlockShares of(int nodes, int points) {
    boolean fits = (long) nodes * (points + 1) * 2 * ROWS <= MOST_DOUBLES;
    return fits ? new BlockShares(nodes, points) : null;
  }

  /**
   * Adds the shares of a tree.
   *
   * @param ranks by column, of all rows side by side
   * @param width how many values a leaf has
   * @param into {@code stride} for each sum of the forest, of all rows side by side
   */
  void add(SharedTree tree, int[] ranks, int width, double[] into, int stride) {
    if (tree.nodes == 0) {
      return;
    }
    down(tree, ranks);
    for (int place = 0; place < width; place++) {
      for (int node = tree.nodes - 1; node >= 0; node--) {
        up(tree, node, width, place);
        int at = ((tree.sum + place) * stride + tree.owners[node]) * ROWS;
        for (int row = 0; row < ROWS; row++) {
          into[at + row] += share[row];
        }
      }
    }
  }

  private void down(SharedTree tree, int[] ranks) {
    int count = tree.points.length;
    for (int i = 0; i < count; i++) {
      Arrays.fill(products, i * ROWS, (i + 1) * ROWS, tree.weights[i]);
    }
    for (int node = 0; node < tree.nodes; node++) {
      go(tree, node, ranks);
      for (int i = 0; i < count; i++) {
        int from = (node * count + i) * ROWS;
        hand(tree, node, i, 2 * node, tree.lefts[node], from);
        hand(tree, node, i, 2 * node + 1, tree.rights[node], from);
      }
    }
  }

  /** Which way the rows go at a node. */
  private void go(SharedTree tree, int node, int[] ranks) {
    int rank = tree.ranks[node];
    int from = tree.columns[node] * ROWS;
    int left = 2 * node * ROWS;
    int right = left + ROWS;
    int above = tree.above[node] * ROWS;
    for (int row = 0; row < ROWS; row++) {
      double before = above < 0 ? 1 : goes[above + row];
      double goesLeft = ranks[from + row] <= rank ? before : 0;
      goes[left + row] = goesLeft;
      goes[right + row] = before - goesLeft;
    }
  }

  private void hand(SharedTree tree, int node, int point, int side, int child, int from) {
    if (child < 0) {
      return;
    }
    int to = (child * tree.points.length + point) * ROWS;
    double one = tree.points[point];
    double none = tree.fraction(side) * tree.complements[point];
    int own = side * ROWS;
    int above = tree.above[node];
    if (above == SharedTree.NONE) {
      for (int row = 0; row < ROWS; row++) {
        products[to + row] = products[from + row] * (none + goes[own + row] * one);
      }
    } else {
      double before = tree.fraction(above) * tree.complements[point];
      int old = above * ROWS;
      for (int row = 0; row < ROWS; row++) {
        double factor = before + goes[old + row] * one;
        double inverse = factor == 0 ? 0 : 1 / factor;
        products[to + row] = products[from + row] * (none + goes[own + row] * one) * inverse;
      }
    }
  }

  private void up(SharedTree tree, int node, int width, int place) {
    int count = tree.points.length;
    int left = tree.lefts[node];
    int right = tree.rights[node];
    if (left < 0) {
      Arrays.fill(leftSums, tree.values[~left * width + place]);
    }
    if (right < 0) {
      Arrays.fill(rightSums, tree.values[~right * width + place]);
    }
    Arrays.fill(share, 0);
    for (int point = 0; point < count; point++) {
      double[] ofLeft = left < 0 ? leftSums : sums;
      double[] ofRight = right < 0 ? rightSums : sums;
      int atLeft = left < 0 ? 0 : (left * count + point) * ROWS;
      int atRight = right < 0 ? 0 : (right * count + point) * ROWS;
      if (tree.above[node] == SharedTree.NONE) {
        fresh(tree, node, point, ofLeft, atLeft, ofRight, atRight);
      } else {
        again(tree, node, point, ofLeft, atLeft, ofRight, atRight);
      }
    }
  }

  /** A node whose feature is not asked for above it. */
  private void fresh(
      SharedTree tree,
      int node,
      int point,
      double[] ofLeft,
      int atLeft,
      double[] ofRight,
      int atRight) {
    int at = (node * tree.points.length + point) * ROWS;
    double one = tree.points[point];
    double leftFraction = tree.leftFractions[node];
    double rightFraction = tree.rightFractions[node];
    double noneLeft = leftFraction * tree.complements[point];
    double noneRight = rightFraction * tree.complements[point];
    int goesLeft = 2 * node * ROWS;
    int goesRight = goesLeft + ROWS;
    for (int row = 0; row < ROWS; row++) {
      double l = goes[goesLeft + row];
      double r = goes[goesRight + row];
      double x = ofLeft[atLeft + row];
      double y = ofRight[atRight + row];
      share[row] += products[at + row] * ((l - leftFraction) * x + (r - rightFraction) * y);
      sums[at + row] = (noneLeft + l * one) * x + (noneRight + r * one) * y;
    }
  }

  /** A node whose feature is asked for above: what that side counted for it is replaced. */
  private void again(
      SharedTree tree,
      int node,
      int point,
      double[] ofLeft,
      int atLeft,
      double[] ofRight,
      int atRight) {
    int at = (node * tree.points.length + point) * ROWS;
    double one = tree.points[point];
    double leftFraction = tree.leftFractions[node];
    double rightFraction = tree.rightFractions[node];
    double fraction = tree.fraction(tree.above[node]);
    double noneLeft = leftFraction * tree.complements[point];
    double noneRight = rightFraction * tree.complements[point];
    double none = fraction * tree.complements[point];
    int goesLeft = 2 * node * ROWS;
    int goesRight = goesLeft + ROWS;
    int old = tree.above[node] * ROWS;
    for (int row = 0; row < ROWS; row++) {
      double l = goes[goesLeft + row];
      double r = goes[goesRight + row];
      double before = goes[old + row];
      double factor = none + before * one;
      double inverse = factor == 0 ? 0 : 1 / factor;
      double x = ofLeft[atLeft + row];
      double y = ofRight[atRight + row];
      double sum = ((noneLeft + l * one) * x + (noneRight + r * one) * y) * inverse;
      // Where the side above is not the row's, this is 0 but for rounding: before makes it 0.
      share[row] +=
          before
              * products[at + row]
              * inverse
              * ((l - leftFraction) * x + (r - rightFraction) * y - (before - fraction) * sum);
      sums[at + row] = sum;
    }
  }
}
