package io.scorejar.kernel;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Codes;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The columns of a forest that kernels of lanes rank, numbers and codes apart, with the place of
 * the byte that the rank of each goes to.
 */
final class PlacedColumns {

  final List<Boundaries> numbers = new ArrayList<>();
  final List<Codes> codes = new ArrayList<>();
  final int[] numberPlaces;
  final int[] codePlaces;

  /**
   * Tells them apart.
   *
   * @param columns columns of the forest, in the order of their bytes
   */
  PlacedColumns(Forest forest, int[] columns) {
    List<Integer> ofNumbers = new ArrayList<>();
    List<Integer> ofCodes = new ArrayList<>();
    for (int place = 0; place < columns.length; place++) {
      Column column = forest.columns().get(columns[place]);
      if (column instanceof Boundaries boundaries) {
        numbers.add(boundaries);
        ofNumbers.add(place);
      } else {
        codes.add((Codes) column);
        ofCodes.add(place);
      }
    }
    numberPlaces = ofNumbers.stream().mapToInt(Integer::intValue).toArray();
    codePlaces = ofCodes.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Ranks of the codes, one after another as {@link #codePlaces} are. */
  CodeRanks codeRanks() {
    int[] inOrder = new int[codes.size()];
    Arrays.setAll(inOrder, i -> i);
    return CodeRanks.of(codes, inOrder);
  }
}
