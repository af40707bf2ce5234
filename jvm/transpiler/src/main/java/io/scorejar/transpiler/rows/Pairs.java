package io.scorejar.transpiler.rows;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Pairs of columns that both have a special value in one row: missing, a zero, infinite, unseen.
 */
final class Pairs {

  /** Of a wider table only so many columns are paired, evenly spread. */
  private static final int MOST_COLUMNS = 64;

  /** Two columns, each with one of its candidates. */
  record Pair(int column, int candidate, int otherColumn, int otherCandidate) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<int[]> candidates = new ArrayList<>();
  private final List<Pair> all = new ArrayList<>();
  private final BitSet met = new BitSet();

  Pairs(List<Column> from) {
    int step = 1 + from.size() / MOST_COLUMNS;
    for (int i = 0; i < from.size(); i += step) {
      columns.add(from.get(i));
      candidates.add(candidates(from.get(i)));
    }
    for (int i = 0; i < columns.size(); i++) {
      for (int j = i + 1; j < columns.size(); j++) {
        for (int one : candidates.get(i)) {
          for (int other : candidates.get(j)) {
            all.add(new Pair(columns.get(i).place(), one, columns.get(j).place(), other));
          }
        }
      }
    }
  }

  private static int[] candidates(Column column) {
    List<Integer> numbers = new ArrayList<>(List.of(Column.MISSING));
    for (Object value : SpecialValues.inPairs(column.input())) {
      numbers.add(column.number(value));
    }
    return numbers.stream()
        .filter(column.answerable()::contains)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  int count() {
    return all.size();
  }

  Pair get(int number) {
    return all.get(number);
  }

  boolean met(int number) {
    return met.get(number);
  }

  /** Notes the pairs that a row has. */
  void note(int[] row) {
    int number = 0;
    for (int i = 0; i < columns.size(); i++) {
      int[] ones = candidates.get(i);
      int one = place(ones, row[columns.get(i).place()]);
      for (int j = i + 1; j < columns.size(); j++) {
        int[] others = candidates.get(j);
        if (one >= 0) {
          int other = place(others, row[columns.get(j).place()]);
          if (other >= 0) {
            met.set(number + one * others.length + other);
          }
        }
        number += ones.length * others.length;
      }
    }
  }

  private static int place(int[] candidates, int candidate) {
    for (int i = 0; i < candidates.length; i++) {
      if (candidates[i] == candidate) {
        return i;
      }
    }
    return -1;
  }

  Coverage.Share share() {
    return new Coverage.Share(met.cardinality(), all.size());
  }
}
