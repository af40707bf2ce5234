package io.scorejar.program;

import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of a forest. Trees lie in pre-order, with their leaves from left to right: no
 * index says where a child is, so that no bytes can make anything but a tree.
 */
final class ForestBytes {

  private static final int BOUNDARIES = 0;
  private static final int CODES = 1;

  private static final int LEFT_LEAF = 1;
  private static final int RIGHT_LEAF = 2;

  private ForestBytes() {}

  static void write(Encoder out, Forest forest) {
    out.count(forest.columns().size());
    for (Column column : forest.columns()) {
      write(out, column);
    }
    out.flag(forest.floats());
    out.count(forest.sums());
    for (int sum = 0; sum < forest.sums(); sum++) {
      out.count(forest.target(sum));
    }
    out.count(forest.width() - 1);
    out.count(forest.rows());
    for (int row = 0; row < forest.rows(); row++) {
      for (int place = 0; place < forest.width(); place++) {
        if (forest.floats()) {
          out.single((float) forest.value(row, place));
        } else {
          out.number(forest.value(row, place));
        }
      }
    }
    out.count(forest.trees().size());
    for (Tree tree : forest.trees()) {
      write(out, tree);
    }
  }

  private static void write(Encoder out, Column column) {
    if (column instanceof Boundaries numbers) {
      out.octet(BOUNDARIES);
      out.count(numbers.slot());
      out.count(numbers.missing());
      out.count(numbers.count());
      for (int i = 0; i < numbers.count(); i++) {
        out.number(numbers.boundary(i));
      }
    } else {
      Codes codes = (Codes) column;
      out.octet(CODES);
      out.count(codes.slot());
      out.octet(codes.unseen());
      out.octet(codes.missing());
      out.count(codes.count());
      for (int code = 0; code < codes.count(); code++) {
        out.octet(codes.rankOf(code));
      }
    }
  }

  private static void write(Encoder out, Tree tree) {
    out.count(tree.sum());
    out.count(tree.nodes());
    int nextRow = 0;
    int[] stack = new int[tree.nodes() + 2];
    int depth = 0;
    stack[depth++] = tree.nodes() == 0 ? ~0 : 0;
    while (depth > 0) {
      int node = stack[--depth];
      if (node < 0) {
        int row = tree.row(~node);
        out.integer(row - nextRow);
        nextRow = row + 1;
        continue;
      }
      int left = tree.left(node);
      int right = tree.right(node);
      out.octet((left < 0 ? LEFT_LEAF : 0) | (right < 0 ? RIGHT_LEAF : 0));
      out.count(tree.column(node));
      out.count(tree.rank(node));
      stack[depth++] = right;
      stack[depth++] = left;
    }
  }

  static Forest read(Decoder in) {
    int count = in.count("columns", 3);
    List<Column> columns = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      columns.add(column(in));
    }
    boolean floats = in.flag();
    int[] targets = in.counts("targets", Program.MOST_SLOTS);
    int width = 1 + in.below("a width less 1", Math.max(1, targets.length));
    int size = floats ? 4 : 8;
    int rows = in.count("rows", Math.min(width, 1 << 24) * size);
    double[] values = floats ? singles(in, rows * width) : in.numbers(rows * width);
    int[] highest = columns.stream().mapToInt(Column::highest).toArray();
    int trees = in.count("trees", 3);
    List<Tree> read = new ArrayList<>(trees);
    for (int i = 0; i < trees; i++) {
      read.add(tree(in, highest, rows));
    }
    return Forest.known(columns, read, width, values, floats, targets);
  }

  private static double[] singles(Decoder in, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = in.single();
    }
    return values;
  }

  private static Column column(Decoder in) {
    if (in.choice("a kind of column", 2) == BOUNDARIES) {
      int slot = in.slot();
      int missing = in.below("a rank of missing", Integer.MAX_VALUE);
      return new Boundaries(slot, in.numbers("boundaries"), missing);
    }
    int slot = in.slot();
    int unseen = in.octet();
    int missing = in.octet();
    byte[] ranks = new byte[in.count("codes", 1)];
    for (int code = 0; code < ranks.length; code++) {
      ranks[code] = (byte) in.octet();
    }
    return new Codes(slot, ranks, unseen, missing);
  }

  private static Tree tree(Decoder in, int[] highest, int rows) {
    int sum = in.below("a sum", Program.MOST_SLOTS);
    TreeReader tree = new TreeReader(in, in.count("nodes", 3), highest, rows);
    return tree.read(sum);
  }

  /** One tree while it is read; children are known when their parent's record is. */
  private static final class TreeReader {

    private final Decoder in;
    private final int[] highest;
    private final int highestRow;
    private final int[] columns;
    private final int[] ranks;
    private final int[] lefts;
    private final int[] rights;
    private final int[] rows;
    private int leaf;
    private int nextRow;

    TreeReader(Decoder in, int nodes, int[] highest, int rowEnd) {
      this.in = in;
      this.highest = highest;
      this.highestRow = rowEnd - 1;
      columns = new int[nodes];
      ranks = new int[nodes];
      lefts = new int[nodes];
      rights = new int[nodes];
      rows = new int[nodes + 1];
    }

    Tree read(int sum) {
      if (columns.length == 0) {
        leaf();
      }
      int[] open = new int[columns.length + 1]; // nodes whose right child is still to come
      int depth = 0;
      for (int node = 0; node < columns.length; node++) {
        int kind = in.choice("a kind of node", 4);
        int column = in.below("a column", highest.length);
        columns[node] = column;
        ranks[node] = in.below("a rank", highest[column]);
        rights[node] = (kind & RIGHT_LEAF) != 0 ? -1 : 0; // its place comes later
        open[depth++] = node;
        if ((kind & LEFT_LEAF) == 0) {
          lefts[node] = node + 1;
          continue;
        }
        lefts[node] = leaf();
        depth = close(open, depth, node);
      }
      if (depth > 0) {
        throw in.wrong("more nodes", "the end of the tree");
      }
      return Tree.known(sum, columns, ranks, lefts, rights, rows);
    }

    /** Gives right children to the nodes whose left side has ended; returns how many stay open. */
    private int close(int[] open, int depth, int node) {
      boolean last = node + 1 == columns.length;
      for (int left = depth - 1; left >= 0; left--) {
        int parent = open[left];
        if (rights[parent] >= 0) {
          if (last) {
            throw in.wrong("more nodes", "the end of the tree");
          }
          rights[parent] = node + 1;
          return left;
        }
        rights[parent] = leaf();
      }
      if (!last) {
        throw in.wrong("the end of the tree", "more nodes");
      }
      return 0;
    }

    private int leaf() {
      int row = in.integer() + nextRow;
      if (row < 0 || row > highestRow) {
        throw in.wrong("a row from 0 to " + highestRow, row);
      }
      nextRow = row + 1;
      rows[leaf] = row;
      return ~leaf++;
    }
  }
}
