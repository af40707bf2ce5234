package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Codes;
import io.scorejar.program.Column;
import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The columns of several forests as one list. Two columns of numbers over a slot are one with the
 * boundaries of both, if there is a rank from which a missing value goes where it went in each;
 * otherwise, as columns of codes that differ, they stand side by side.
 */
final class FusedColumns {

  private final List<Column> all = new ArrayList<>();

  /** The columns of each forest, and the places where they are. */
  private final List<List<Column>> added = new ArrayList<>();

  private final List<int[]> places = new ArrayList<>();

  /** The columns that they are together. */
  List<Column> all() {
    return all;
  }

  /** What they would be with those of one more forest. */
  List<Column> with(List<Column> columns) {
    List<Column> more = new ArrayList<>(all);
    columns.forEach(column -> add(column, more));
    return more;
  }

  /** Adds the columns of a forest. */
  void add(List<Column> columns) {
    places.add(columns.stream().mapToInt(column -> add(column, all)).toArray());
    added.add(columns);
  }

  private static int add(Column column, List<Column> to) {
    for (int place = 0; place < to.size(); place++) {
      Column both = to.get(place).slot() == column.slot() ? fused(to.get(place), column) : null;
      if (both != null) {
        to.set(place, both);
        return place;
      }
    }
    to.add(column);
    return to.size() - 1;
  }

  private static Column fused(Column one, Column other) {
    if (one instanceof Boundaries numbers && other instanceof Boundaries others) {
      return fused(numbers, others);
    }
    return one instanceof Codes codes && other instanceof Codes others && same(codes, others)
        ? one
        : null;
  }

  private static Boundaries fused(Boundaries one, Boundaries other) {
    double[] both = DoubleStream.concat(numbers(one), numbers(other)).sorted().distinct().toArray();
    // A rank among those of both lies behind as many boundaries of each as its missing rank says.
    int lowest = Math.max(after(both, one), after(both, other));
    int highest = Math.min(upTo(both, one), upTo(both, other));
    return lowest > highest ? null : new Boundaries(one.slot(), both, lowest);
  }

  /** Zeros without a sign: no comparison tells them apart. */
  private static DoubleStream numbers(Boundaries column) {
    return IntStream.range(0, column.count()).mapToDouble(i -> column.boundary(i) + 0.0);
  }

  private static int place(double[] both, Boundaries column, int rank) {
    return Arrays.binarySearch(both, column.boundary(rank) + 0.0);
  }

  private static int after(double[] both, Boundaries column) {
    return column.missing() == 0 ? 0 : place(both, column, column.missing() - 1) + 1;
  }

  private static int upTo(double[] both, Boundaries column) {
    return column.missing() == column.count() ? both.length : place(both, column, column.missing());
  }

  private static boolean same(Codes one, Codes other) {
    return one.count() == other.count()
        && one.unseen() == other.unseen()
        && one.missing() == other.missing()
        && IntStream.range(0, one.count()).allMatch(code -> one.rankOf(code) == other.rankOf(code));
  }

  /**
   * A tree over all columns.
   *
   * @param number which of the forests it is of, from 0 in the order in which they were added
   * @param sums how many sums come before those of its forest
   * @param rows how many rows of values come before those of its forest
   */
  Tree moved(int number, Tree tree, int sums, int rows) {
    int[] columns = new int[tree.nodes()];
    int[] ranks = new int[tree.nodes()];
    for (int node = 0; node < ranks.length; node++) {
      columns[node] = places.get(number)[tree.column(node)];
      ranks[node] =
          added.get(number).get(tree.column(node)) instanceof Boundaries numbers
              ? rank(columns[node], numbers, tree.rank(node))
              : tree.rank(node);
    }
    int[] leaves = Arrays.stream(tree.rows()).map(row -> row + rows).toArray();
    return new Tree(tree.sum() + sums, columns, ranks, tree.lefts(), tree.rights(), leaves);
  }

  private int rank(int place, Boundaries column, int rank) {
    Boundaries here = (Boundaries) all.get(place);
    double boundary = column.boundary(rank);
    int low = 0;
    int high = here.count() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (here.boundary(middle) < boundary) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
