package io.scorejar.program;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * Trees that add their leaves to sums: the one form of all tree ensembles, and all that kernels
 * know.
 *
 * <p>A leaf stands for a row of {@code width} values: one, or one per class. A tree adds them to
 * {@code width} neighbouring sums, the first of which is {@link Tree#sum()}. Every sum starts at
 * 0.0 and takes its trees in their order, in {@code double}, or in {@code float} where {@code
 * floats} is set; it ends in its target slot. A NaN in a leaf, a missing answer, makes the sum NaN.
 *
 * <p>What else ensembles do is said with sums: a weight is multiplied into the leaves; an average
 * is a sum and a division after it; trees without an answer that are to be left out have 0 as value
 * and 0 as count, beside 1 for the others; votes are a one for the class of the leaf; and for a
 * median or a maximum every tree has a sum of its own, for a later step to read.
 */
public final class Forest implements Step {

  static final int KIND = 1;

  private final List<Column> columns;
  private final List<Tree> trees;
  private final int width;
  private final double[] values;
  private final boolean floats;
  private final int[] targets;

  /**
   * A forest.
   *
   * @param width how many values a leaf has
   * @param values rows of {@code width} values, one after another, for leaves to stand for
   * @param floats whether sums are made in single precision; all values are floats then
   * @param targets the slot of each sum
   * @throws IllegalArgumentException if an index lies outside of what it points into
   */
  public Forest(
      List<Column> columns,
      List<Tree> trees,
      int width,
      double[] values,
      boolean floats,
      int[] targets) {
    this(width, List.copyOf(columns), List.copyOf(trees), values.clone(), floats, targets.clone());
    for (int tree = 0; tree < this.trees.size(); tree++) {
      check(tree, this.trees.get(tree));
    }
    if (floats) {
      for (double value : values) {
        if (Double.compare(value, (float) value) != 0) {
          throw new IllegalArgumentException("values: expected floats, got " + value);
        }
      }
    }
  }

  private Forest(
      int width,
      List<Column> columns,
      List<Tree> trees,
      double[] values,
      boolean floats,
      int[] targets) {
    this.columns = columns;
    this.trees = trees;
    this.width = width;
    this.values = values;
    this.floats = floats;
    this.targets = targets;
    if (width < 1 || width > targets.length || values.length % width != 0) {
      throw new IllegalArgumentException(
          "width: expected 1 to " + targets.length + " and whole rows, got " + width);
    }
    for (int tree = 0; tree < trees.size(); tree++) {
      inside(tree, "sum", trees.get(tree).sum(), targets.length - width + 1);
    }
  }

  /**
   * A forest of trees whose columns, ranks and rows are known to lie inside, and whose values are
   * floats where sums are; arrays are not copied.
   */
  static Forest known(
      List<Column> columns,
      List<Tree> trees,
      int width,
      double[] values,
      boolean floats,
      int[] targets) {
    return new Forest(width, List.copyOf(columns), List.copyOf(trees), values, floats, targets);
  }

  private void check(int number, Tree tree) {
    for (int node = 0; node < tree.nodes(); node++) {
      inside(number, "column", tree.column(node), columns.size());
      inside(number, "rank", tree.rank(node), columns.get(tree.column(node)).highest());
    }
    for (int leaf = 0; leaf < tree.leaves(); leaf++) {
      inside(number, "row", tree.row(leaf), values.length / width);
    }
  }

  private static void inside(int tree, String what, int index, int end) {
    if (index < 0 || index >= end) {
      throw new IllegalArgumentException(
          "tree " + tree + ": " + what + ": expected 0 to " + (end - 1) + ", got " + index);
    }
  }

  /** What nodes look at. */
  public List<Column> columns() {
    return columns;
  }

  /** The trees, in the order in which sums take them. */
  public List<Tree> trees() {
    return trees;
  }

  /** How many values a leaf has. */
  public int width() {
    return width;
  }

  /** How many rows of values there are. */
  public int rows() {
    return values.length / width;
  }

  /** One value of a row. */
  public double value(int row, int place) {
    return values[row * width + place];
  }

  /** All values, row after row; not a copy, so not to be changed. */
  public double[] values() {
    return values;
  }

  /** Whether sums are made in {@code float}. */
  public boolean floats() {
    return floats;
  }

  /** How many sums there are. */
  public int sums() {
    return targets.length;
  }

  /** The slot in which a sum ends. */
  public int target(int sum) {
    return targets[sum];
  }

  @Override
  public void run(double[] frame) {
    for (int target : targets) {
      frame[target] = 0.0;
    }
    for (Tree tree : trees) {
      int row = tree.row(leaf(tree, frame));
      for (int place = 0; place < width; place++) {
        int target = targets[tree.sum() + place];
        double sum = frame[target] + value(row, place);
        frame[target] = floats ? (float) sum : sum;
      }
    }
  }

  /** The leaf in which a frame ends. */
  private int leaf(Tree tree, double[] frame) {
    int node = tree.nodes() == 0 ? ~0 : 0;
    while (node >= 0) {
      Column column = columns.get(tree.column(node));
      boolean left = column.rank(frame[column.slot()]) <= tree.rank(node);
      node = left ? tree.left(node) : tree.right(node);
    }
    return ~node;
  }

  @Override
  public void reads(IntConsumer slots) {
    for (Column column : columns) {
      slots.accept(column.slot());
    }
  }

  @Override
  public void writes(IntConsumer slots) {
    for (int target : targets) {
      slots.accept(target);
    }
  }

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    ForestBytes.write(out, this);
  }
}
