package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Codes;
import io.scorejar.program.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The columns of several forests as one list. Two columns of numbers over a slot are one with the
 * boundaries of both, if there is a rank from which a missing value goes where it went in each;
 * otherwise, as columns of codes that differ, they stand side by side.
 */
final class FusedColumns {

  /** The columns that they are together. */
  final List<Column> all;

  /** For each forest the places of its columns among all. */
  private final List<int[]> places;

  private FusedColumns(List<Column> all, List<int[]> places) {
    this.all = all;
    this.places = places;
  }

  /** Those of no forest. */
  static FusedColumns none() {
    return new FusedColumns(List.of(), List.of());
  }

  /** These with those of one more forest. */
  FusedColumns with(List<Column> columns) {
    List<Column> more = new ArrayList<>(all);
    Map<Integer, List<Integer>> bySlot = new HashMap<>();
    for (int place = 0; place < all.size(); place++) {
      bySlot.computeIfAbsent(all.get(place).slot(), slot -> new ArrayList<>()).add(place);
    }
    int[] ofColumns = new int[columns.size()];
    for (int i = 0; i < ofColumns.length; i++) {
      ofColumns[i] =
          add(columns.get(i), more, bySlot.getOrDefault(columns.get(i).slot(), List.of()));
    }
    List<int[]> morePlaces = new ArrayList<>(places);
    morePlaces.add(ofColumns);
    return new FusedColumns(more, morePlaces);
  }

  private static int add(Column column, List<Column> to, List<Integer> candidates) {
    for (int place : candidates) {
      Column both = fused(to.get(place), column);
      if (both != null) {
        to.set(place, both);
        return place;
      }
    }
    to.add(column);
    return to.size() - 1;
  }

  /** The places of the columns of a forest, which is the {@code number}th from 0, among all. */
  int[] places(int number) {
    return places.get(number);
  }

  /** For each column of that forest, and each rank of a node, the rank among all boundaries. */
  int[][] ranks(int number, List<Column> columns) {
    int[][] ranks = new int[columns.size()][];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] =
          columns.get(i) instanceof Boundaries numbers
              ? ranks(numbers, (Boundaries) all.get(places(number)[i]))
              : IntStream.range(0, columns.get(i).highest()).toArray();
    }
    return ranks;
  }

  private static int[] ranks(Boundaries column, Boundaries among) {
    int[] ranks = new int[column.count()];
    int at = 0;
    for (int rank = 0; rank < ranks.length; rank++) {
      while (among.boundary(at) < column.boundary(rank)) {
        at++;
      }
      ranks[rank] = at;
    }
    return ranks;
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
}
