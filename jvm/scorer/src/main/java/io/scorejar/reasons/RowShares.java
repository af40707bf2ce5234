package io.scorejar.reasons;

/**
 * The shares of one row in one tree after another, in two passes over its nodes without recursion:
 * down, where each node takes from its parent the product of the ways above it, and up, where it
 * takes from its children the sum over the leaves below. Belongs to one thread at a time.
 */
final class RowShares {

  /** By node and point: the product over the features above the node, times the weight. */
  private final double[] products;

  /** By side and point: by what the product changes on that side. */
  private final double[] factors;

  /** By node and point: the sum over leaves below of their value and of the factors between. */
  private final double[] sums;

  /** By side: 1 where the row goes the way of all nodes of the feature so far, else 0. */
  private final double[] goes;

  RowShares(int nodes, int points) {
    products = new double[nodes * points];
    factors = new double[2 * nodes * points];
    sums = new double[nodes * points];
    goes = new double[2 * nodes];
  }

  /**
   * Adds the shares of a tree.
   *
   * @param ranks of the row, by column
   * @param width how many values a leaf has
   * @param into contributions: {@code stride} for each sum of the forest
   */
  void add(SharedTree tree, int[] ranks, int width, double[] into, int stride) {
    if (tree.nodes == 0) {
      return;
    }
    down(tree, ranks);
    for (int place = 0; place < width; place++) {
      up(tree, width, place, into, (tree.sum + place) * stride);
    }
  }

  private void down(SharedTree tree, int[] ranks) {
    double[] points = tree.points;
    double[] rest = tree.complements;
    int count = points.length;
    System.arraycopy(tree.weights, 0, products, 0, count);
    for (int node = 0; node < tree.nodes; node++) {
      int above = tree.above[node];
      boolean left = ranks[tree.columns[node]] <= tree.ranks[node];
      double before = above == SharedTree.NONE ? 1 : goes[above];
      double ofLeft = tree.leftFractions[node];
      double ofRight = tree.rightFractions[node];
      double goesLeft = left ? before : 0;
      double goesRight = left ? 0 : before;
      goes[2 * node] = goesLeft;
      goes[2 * node + 1] = goesRight;
      int at = 2 * node * count;
      if (above == SharedTree.NONE) {
        for (int i = 0; i < count; i++) {
          factors[at + i] = ofLeft * rest[i] + goesLeft * points[i];
          factors[at + count + i] = ofRight * rest[i] + goesRight * points[i];
        }
      } else {
        double ofBoth = tree.fraction(above);
        for (int i = 0; i < count; i++) {
          double inverse = inverse(ofBoth * rest[i] + before * points[i]);
          factors[at + i] = (ofLeft * rest[i] + goesLeft * points[i]) * inverse;
          factors[at + count + i] = (ofRight * rest[i] + goesRight * points[i]) * inverse;
        }
      }
      int from = node * count;
      hand(from, at, tree.lefts[node] * count, count);
      hand(from, at + count, tree.rights[node] * count, count);
    }
  }

  private void hand(int from, int by, int to, int count) {
    if (to >= 0) {
      for (int i = 0; i < count; i++) {
        products[to + i] = products[from + i] * factors[by + i];
      }
    }
  }

  /** Where the product is 0, so is every sum that it is divided out of. */
  static double inverse(double factor) {
    return factor == 0 ? 0 : 1 / factor;
  }

  private void up(SharedTree tree, int width, int place, double[] into, int first) {
    int count = tree.points.length;
    for (int node = tree.nodes - 1; node >= 0; node--) {
      int left = tree.lefts[node];
      int right = tree.rights[node];
      // A leaf is a sum that is the same at every point.
      double[] ofLeft = left < 0 ? tree.values : sums;
      double[] ofRight = right < 0 ? tree.values : sums;
      int atLeft = left < 0 ? ~left * width + place : left * count;
      int atRight = right < 0 ? ~right * width + place : right * count;
      int nextLeft = left < 0 ? 0 : 1;
      int nextRight = right < 0 ? 0 : 1;
      double gainLeft = goes[2 * node] - tree.leftFractions[node];
      double gainRight = goes[2 * node + 1] - tree.rightFractions[node];
      int above = tree.above[node];
      double before = above == SharedTree.NONE ? 0 : goes[above];
      int from = node * count;
      int by = 2 * from;
      double share = 0;
      if (above == SharedTree.NONE) {
        for (int i = 0; i < count; i++) {
          double x = ofLeft[atLeft + i * nextLeft];
          double y = ofRight[atRight + i * nextRight];
          share += products[from + i] * (gainLeft * x + gainRight * y);
          sums[from + i] = factors[by + i] * x + factors[by + count + i] * y;
        }
      } else {
        double ofBoth = tree.fraction(above);
        for (int i = 0; i < count; i++) {
          double x = ofLeft[atLeft + i * nextLeft];
          double y = ofRight[atRight + i * nextRight];
          double sum = factors[by + i] * x + factors[by + count + i] * y;
          sums[from + i] = sum;
          if (before != 0) {
            // What the side above counted for the feature is replaced by what this one counts.
            double inverse = inverse(ofBoth * tree.complements[i] + before * tree.points[i]);
            share +=
                products[from + i]
                    * inverse
                    * (gainLeft * x + gainRight * y - (before - ofBoth) * sum);
          }
        }
      }
      into[first + tree.owners[node]] += share;
    }
  }
}
