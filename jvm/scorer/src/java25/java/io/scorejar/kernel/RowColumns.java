package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The columns of a forest that kernels of lanes rank for one row, in places side by side: numbers
 * in the order of their slots, codes behind them.
 */
final class RowColumns {

  /** How many places there are. */
  static final int PLACES = 32;

  private final RowRanks numbers;
  private final CodeRanks codes;

  /** The place of each column of the forest; 0 for those that no node looks at. */
  final int[] places;

  /** What rank 0 of the column in each place is, as the ranks are counted. */
  final int[] zeros;

  /** The columns that the nodes of a forest look at, which are {@link #takes taken}. */
  RowColumns(Parts parts) {
    Forest forest = parts.forest;
    int[] columns = bySlot(parts);
    PlacedColumns placed = new PlacedColumns(forest, columns);
    numbers = new RowRanks(placed.numbers);
    places = new int[forest.columns().size()];
    zeros = Arrays.copyOf(numbers.zeros, PLACES);
    int count = placed.numbers.size();
    for (int i = 0; i < count; i++) {
      places[columns[placed.numberPlaces[i]]] = i;
    }
    int[] coded = new int[placed.codes.size()];
    for (int i = 0; i < coded.length; i++) {
      coded[i] = count + i;
      places[columns[placed.codePlaces[i]]] = coded[i];
    }
    codes = CodeRanks.of(placed.codes, coded);
  }

  private static int[] bySlot(Parts parts) {
    return Arrays.stream(parts.used)
        .boxed()
        .sorted(Comparator.comparingInt(i -> parts.forest.columns().get(i).slot()))
        .mapToInt(i -> i)
        .toArray();
  }

  /** Whether the columns that the nodes of a forest look at can be ranked here. */
  static boolean takes(Parts parts) {
    return parts.used.length <= PLACES
        && RowRanks.takes(new PlacedColumns(parts.forest, bySlot(parts)).numbers);
  }

  /** How many numbers of scratch, whole ones and doubles, ranking takes. */
  int scratch() {
    return numbers.scratch();
  }

  /** Ranks one row into {@code scratch.ranks}, a rank in each place. */
  void rank(double[] values, Scratch scratch) {
    numbers.rank(values, scratch.ranks, scratch.narrow, scratch.sums);
    codes.rank(values, scratch.ranks);
  }
}
