package io.scorejar.reasons;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.scorejar.BadModelException;
import io.scorejar.program.Boundaries;
import io.scorejar.program.Codes;
import io.scorejar.program.Column;
import io.scorejar.program.Cover;
import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Shares of random forests, against Shapley's sum over all sets of features. */
class SharedForestTest {

  private static final int COLUMNS = 5;
  private static final int FEATURES = 6; // the last column has two
  private static final int WIDTH = 2;
  private static final double NEAR = 1e-12;

  private final Random random = new Random(7);

  @Test
  void sharesAreShapleyValuesOneRowAndInBlocks() {
    for (int round = 0; round < 20; round++) {
      Forest forest = forest(1 + random.nextInt(3), 1 + random.nextInt(25));
      Cover cover = cover(forest);
      int[] owners = {0, 1, 2, 3, 4, 4};
      SharedForest shared = new SharedForest(forest, cover, owners, COLUMNS);
      SharedForest.Work work = shared.work();
      SharedForest.BlockWork block = shared.blockWork();
      double[][] frames = new double[BlockShares.ROWS][];
      for (int row = 0; row < frames.length; row++) {
        frames[row] = frame();
        shared.rank(frames[row], work, block, row);
      }
      shared.share(block);
      for (int row = 0; row < 5; row++) {
        double[] expected = oracle(forest, cover, owners, frames[row]);
        shared.share(frames[row], work);
        assertArrayEquals(expected, work.shares, NEAR);
        shared.take(block, row, work);
        assertArrayEquals(expected, work.shares, NEAR);
      }
    }
  }

  @Test
  void baseAndSharesSumToTheScore() {
    Forest forest = forest(20, 40);
    SharedForest shared = new SharedForest(forest, cover(forest), new int[FEATURES], 1);
    double[] frame = frame();
    SharedForest.Work work = shared.work();
    shared.share(frame, work);
    forest.run(frame);
    for (int sum = 0; sum < WIDTH; sum++) {
      assertEquals(frame[COLUMNS + sum], shared.base(sum) + work.shares[sum], NEAR);
    }
  }

  @Test
  void aNodeWithoutRecordsIsRefused() {
    Forest forest = forest(1, 3);
    double[][] none = {new double[4]};
    Cover cover = new Cover(forest, none, new int[1][3]);
    BadModelException e =
        assertThrows(
            BadModelException.class, () -> new SharedForest(forest, cover, new int[] {0}, 1));
    assertEquals(
        "reasons: expected records at every node, got none at node 2 of tree 1", e.getMessage());
  }

  private double[] frame() {
    double[] frame = new double[COLUMNS + WIDTH];
    for (int column = 0; column < COLUMNS; column++) {
      frame[column] = random.nextInt(8) == 0 ? Double.NaN : random.nextInt(5);
    }
    return frame;
  }

  private Forest forest(int trees, int nodes) {
    List<Column> columns = new ArrayList<>();
    for (int slot = 0; slot < COLUMNS - 1; slot++) {
      columns.add(new Boundaries(slot, new double[] {0.5, 1.5, 2.5, 3.5}, random.nextInt(5)));
    }
    columns.add(new Codes(COLUMNS - 1, new byte[] {0, 1, 1, 0, 1}, 1, 0));
    List<Tree> grown = new ArrayList<>();
    for (int i = 0; i < trees; i++) {
      grown.add(tree(nodes));
    }
    double[] values = random.doubles((long) WIDTH * (nodes + 1), -1, 1).toArray();
    return new Forest(columns, grown, WIDTH, values, false, new int[] {COLUMNS, COLUMNS + 1});
  }

  private Tree tree(int nodes) {
    int[][] children = new int[2][nodes];
    List<int[]> open = new ArrayList<>(); // node and side that still want a child
    for (int node = 0; node < nodes; node++) {
      if (node > 0) {
        int[] side = open.remove(random.nextInt(open.size()));
        children[side[1]][side[0]] = node;
      }
      open.add(new int[] {node, 0});
      open.add(new int[] {node, 1});
    }
    int[] leaves = new int[nodes + 1];
    for (int leaf = 0; leaf <= nodes; leaf++) {
      children[open.get(leaf)[1]][open.get(leaf)[0]] = ~leaf;
      leaves[leaf] = leaf;
    }
    int[] columns = random.ints(nodes, 0, COLUMNS).toArray();
    int[] ranks = new int[nodes];
    for (int node = 0; node < nodes; node++) {
      ranks[node] = columns[node] == COLUMNS - 1 ? 0 : random.nextInt(4);
    }
    return new Tree(0, columns, ranks, children[0], children[1], leaves);
  }

  private Cover cover(Forest forest) {
    double[][] records = new double[forest.trees().size()][];
    int[][] features = new int[records.length][];
    for (int tree = 0; tree < records.length; tree++) {
      Tree grown = forest.trees().get(tree);
      records[tree] = random.ints(grown.leaves(), 1, 100).asDoubleStream().toArray();
      features[tree] = new int[grown.nodes()];
      for (int node = 0; node < grown.nodes(); node++) {
        boolean last = grown.column(node) == COLUMNS - 1 && random.nextBoolean();
        features[tree][node] = last ? FEATURES - 1 : grown.column(node);
      }
    }
    return new Cover(forest, records, features);
  }

  /** By sum and owner. */
  private static double[] oracle(Forest forest, Cover cover, int[] owners, double[] frame) {
    double[] shares = new double[WIDTH * COLUMNS];
    for (int set = 0; set < 1 << FEATURES; set++) {
      double[] without = value(forest, cover, frame, set);
      for (int feature = 0; feature < FEATURES; feature++) {
        if ((set >> feature & 1) == 0) {
          double[] with = value(forest, cover, frame, set | 1 << feature);
          double weight = weight(Integer.bitCount(set));
          for (int sum = 0; sum < WIDTH; sum++) {
            shares[sum * COLUMNS + owners[feature]] += weight * (with[sum] - without[sum]);
          }
        }
      }
    }
    return shares;
  }

  /** How often, of all orders of features, these come before one and the others after it. */
  private static double weight(int before) {
    double weight = 1.0 / FEATURES;
    for (int i = 0; i < before; i++) {
      weight *= (i + 1.0) / (FEATURES - 1 - i);
    }
    return weight;
  }

  private static double[] value(Forest forest, Cover cover, double[] frame, int set) {
    double[] value = new double[WIDTH];
    for (int tree = 0; tree < forest.trees().size(); tree++) {
      descend(forest, cover, tree, 0, frame, set, 1, value);
    }
    return value;
  }

  private static void descend(
      Forest forest,
      Cover cover,
      int number,
      int place,
      double[] frame,
      int set,
      double share,
      double[] value) {
    Tree tree = forest.trees().get(number);
    if (place < 0) {
      for (int sum = 0; sum < WIDTH; sum++) {
        value[sum] += share * forest.value(tree.row(~place), sum);
      }
      return;
    }
    Column column = forest.columns().get(tree.column(place));
    boolean known = (set >> cover.feature(number, place) & 1) != 0;
    boolean goesLeft = column.rank(frame[column.slot()]) <= tree.rank(place);
    double left = records(tree, cover, number, tree.left(place));
    double right = records(tree, cover, number, tree.right(place));
    double ofLeft = known ? (goesLeft ? 1 : 0) : left / (left + right);
    descend(forest, cover, number, tree.left(place), frame, set, share * ofLeft, value);
    descend(forest, cover, number, tree.right(place), frame, set, share * (1 - ofLeft), value);
  }

  private static double records(Tree tree, Cover cover, int number, int place) {
    return place < 0
        ? cover.records(number, ~place)
        : records(tree, cover, number, tree.left(place))
            + records(tree, cover, number, tree.right(place));
  }
}
