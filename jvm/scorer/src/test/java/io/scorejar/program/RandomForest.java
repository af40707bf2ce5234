package io.scorejar.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Draws forests of every shape, and frames that lie on, beside and far from their boundaries. */
public record RandomForest(
    int inputs, int columns, int boundaries, int trees, int leaves, int width, int sums) {

  /** A small forest with everything in it. */
  public static final RandomForest SMALL = new RandomForest(4, 5, 12, 9, 14, 1, 1);

  public RandomForest ofColumns(int newColumns) {
    return new RandomForest(newColumns, newColumns, boundaries, trees, leaves, width, sums);
  }

  public RandomForest ofBoundaries(int newBoundaries) {
    return new RandomForest(inputs, columns, newBoundaries, trees, leaves, width, sums);
  }

  public RandomForest ofTrees(int newTrees) {
    return new RandomForest(inputs, columns, boundaries, newTrees, leaves, width, sums);
  }

  public RandomForest ofLeaves(int newLeaves) {
    return new RandomForest(inputs, columns, boundaries, trees, newLeaves, width, sums);
  }

  public RandomForest ofSums(int newWidth, int newSums) {
    return new RandomForest(inputs, columns, boundaries, trees, leaves, newWidth, newSums);
  }

  /** A forest of columns of numbers and of codes, some of them over the same slot. */
  public Forest draw(Random random, boolean floats) {
    List<Column> drawn = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      int slot = i < inputs ? i : random.nextInt(inputs);
      drawn.add(random.nextInt(5) == 0 ? codes(random, slot) : numbers(random, slot));
    }
    int rows = Math.max(1, random.nextInt(2 * leaves + 1));
    double[] values = new double[rows * width];
    for (int i = 0; i < values.length; i++) {
      double value = random.nextInt(2000) == 0 ? Double.NaN : random.nextGaussian();
      values[i] = floats ? (float) value : value;
    }
    List<Tree> grown = new ArrayList<>();
    for (int i = 0; i < trees; i++) {
      int size = random.nextInt(8) == 0 ? 1 + random.nextInt(leaves) : leaves;
      grown.add(tree(random, drawn, size, rows));
    }
    int[] targets = new int[sums];
    for (int i = 0; i < sums; i++) {
      targets[i] = inputs + sums - 1 - i;
    }
    return new Forest(drawn, grown, width, values, floats, targets);
  }

  /** The program that is this forest alone. */
  public Program program(Forest forest) {
    int[] outputs = new int[sums];
    for (int i = 0; i < sums; i++) {
      outputs[i] = forest.target(i);
    }
    return new Program(inputs, inputs + sums, List.of(forest), outputs);
  }

  private Column codes(Random random, int slot) {
    byte[] ranks = new byte[random.nextInt(20)];
    int highest = 1 + random.nextInt(random.nextInt(6) == 0 ? 255 : 2);
    for (int code = 0; code < ranks.length; code++) {
      ranks[code] = (byte) random.nextInt(highest + 1);
    }
    return new Codes(slot, ranks, random.nextInt(highest + 1), random.nextInt(highest + 1));
  }

  private Column numbers(Random random, int slot) {
    TreeSet<Double> drawn = new TreeSet<>();
    int count = 1 + random.nextInt(boundaries);
    while (drawn.size() < count) {
      drawn.add(random.nextInt(50) == 0 ? Math.rint(random.nextGaussian()) + 0.0 : number(random));
    }
    double[] numbers = drawn.stream().mapToDouble(value -> value).toArray();
    if (random.nextInt(10) == 0) {
      numbers[numbers.length - 1] = Double.POSITIVE_INFINITY;
    }
    int missing =
        random.nextBoolean() ? 0 : numbers.length - random.nextInt(1 + numbers.length) % 3;
    return new Boundaries(slot, numbers, missing);
  }

  private static double number(Random random) {
    return random.nextGaussian() * (random.nextInt(10) == 0 ? 1e300 : 1);
  }

  private Tree tree(Random random, List<Column> drawn, int size, int rows) {
    int nodes = size - 1;
    int[] places = new int[nodes];
    int[] ranks = new int[nodes];
    int[] lefts = new int[nodes];
    int[] rights = new int[nodes];
    // Each new node takes the place of a leaf; at the end the free places get the leaves' numbers.
    List<int[]> free = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      if (node > 0) {
        boolean deep = random.nextInt(3) == 0;
        int[] place = free.remove(deep ? free.size() - 1 : random.nextInt(free.size()));
        (place[1] == 0 ? lefts : rights)[place[0]] = node;
      }
      places[node] = random.nextInt(columns);
      ranks[node] = random.nextInt(drawn.get(places[node]).highest());
      free.add(new int[] {node, 0});
      free.add(new int[] {node, 1});
    }
    int[] leafRows = new int[size];
    for (int leaf = 0; leaf < size; leaf++) {
      leafRows[leaf] = random.nextInt(rows);
      if (nodes > 0) {
        int[] place = free.remove(random.nextInt(free.size()));
        (place[1] == 0 ? lefts : rights)[place[0]] = ~leaf;
      }
    }
    return new Tree(random.nextInt(sums - width + 1), places, ranks, lefts, rights, leafRows);
  }

  /** A frame of which only the row is set; the rest is rubbish that nothing may depend on. */
  public double[] frame(Random random, Forest forest) {
    double[] frame = new double[inputs + sums];
    for (int slot = 0; slot < frame.length; slot++) {
      frame[slot] = slot < inputs ? value(random, forest) : random.nextGaussian();
    }
    for (Column column : forest.columns()) {
      if (column instanceof Boundaries numbers && random.nextBoolean()) {
        double boundary = numbers.boundary(random.nextInt(numbers.count()));
        frame[column.slot()] = near(random, boundary);
      }
    }
    return frame;
  }

  private static double near(Random random, double boundary) {
    return switch (random.nextInt(4)) {
      case 0 -> boundary;
      case 1 -> Math.nextUp(boundary);
      case 2 -> Math.nextDown(boundary);
      default -> boundary + random.nextGaussian() * 1e-3;
    };
  }

  private static double value(Random random, Forest forest) {
    return switch (random.nextInt(12)) {
      case 0 -> Double.NaN;
      case 1 -> random.nextBoolean() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      case 2, 3, 4, 5 -> random.nextInt(24) - 2;
      case 6 -> random.nextBoolean() ? -0.0 : 1e300 * forest.trees().size();
      default -> random.nextGaussian();
    };
  }
}
