package io.scorejar;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of evidence besides its rows and answers; all of it may be absent. Immutable.
 *
 * @param refusals what the judge said of rows that it refused, by number of the row
 * @param kinds what each row was made for: {@code real}, {@code threshold}, {@code leaf}, …; empty
 *     where nobody said
 * @param raw what the model answers before its link function, by the name of an inner output field
 *     of the PMML: a number for each row, null where there is none
 * @param agreement what counts as equal to the judge's answers
 * @param coverage what of the model the rows reach, as JSON: docs/jar.md
 */
public record Notes(
    SortedMap<Integer, String> refusals,
    List<String> kinds,
    Map<String, List<Double>> raw,
    Optional<Agreement> agreement,
    Map<String, Object> coverage) {

  /** Nothing is known. */
  public static final Notes NONE =
      new Notes(new TreeMap<>(), List.of(), Map.of(), Optional.empty(), Map.of());

  public Notes {
    refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
    kinds = List.copyOf(kinds);
    raw = Collections.unmodifiableMap(new LinkedHashMap<>(raw));
    coverage = Collections.unmodifiableMap(new LinkedHashMap<>(coverage));
  }

  /** The notes of some of the rows; the coverage, which is that of all rows, is left out. */
  Notes of(List<Integer> rows) {
    SortedMap<Integer, String> someRefusals = new TreeMap<>();
    List<String> someKinds = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      int row = rows.get(i);
      if (refusals.containsKey(row)) {
        someRefusals.put(i, refusals.get(row));
      }
      if (!kinds.isEmpty()) {
        someKinds.add(kinds.get(row));
      }
    }
    Map<String, List<Double>> someRaw = new LinkedHashMap<>();
    raw.forEach((name, numbers) -> someRaw.put(name, picked(numbers, rows)));
    return new Notes(someRefusals, someKinds, someRaw, agreement, Map.of());
  }

  private static List<Double> picked(List<Double> numbers, List<Integer> rows) {
    return rows.stream().map(numbers::get).toList();
  }

  /** The notes that a jar carries beside its sample: no coverage, no raw scores. */
  Notes inJar() {
    return new Notes(refusals, kinds, Map.of(), Optional.empty(), Map.of());
  }
}
