package io.scorejar.transpiler.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds where the outcome of a question changes along a column: the last value on one side and its
 * neighbour on the other, however the column is transformed before the question is asked. Outcomes
 * come from JPMML's own code, thresholds from bisection over the neighbouring values, so that they
 * are exact to the last bit.
 */
final class Thresholds {

  /** A question with more changes has only the first of them found. */
  private static final int MOST_CHANGES = 32;

  private final Column column;
  private final Ladder ladder;
  private final Order order;

  /** Values between which changes are looked for, in order. */
  private final long[] grid;

  Thresholds(Column column) {
    this.column = column;
    this.ladder = column.ladder().orElseThrow();
    List<Object> values = column.collected();
    this.order = new Order(column, values);
    this.grid = values.stream().mapToLong(ladder::step).toArray();
  }

  /** Each change: the value before it and the value after it. */
  List<Object[]> of(Question question) {
    List<Object[]> found = new ArrayList<>();
    Optional<String> ordered = ordered(question);
    if (ordered.isPresent() && order.monotone(question.scope(), ordered.get())) {
      if (grid.length > 1) {
        search(question, 0, grid.length - 1, found);
      }
      return found;
    }
    long[] points = points(question);
    for (int i = 0; i + 1 < points.length && found.size() < MOST_CHANGES; i++) {
      bisect(question, points[i], points[i + 1], found);
    }
    return found;
  }

  /** The field of which the question asks whether it is beyond some thresholds. */
  static Optional<String> ordered(Question question) {
    return question.ordered() ? Optional.of(question.fields().get(0)) : Optional.empty();
  }

  private void search(Question question, int from, int to, List<Object[]> found) {
    if (outcome(question, grid[from]) == outcome(question, grid[to])) {
      return;
    }
    if (to == from + 1) {
      bisect(question, grid[from], grid[to], found);
      return;
    }
    int middle = (from + to) >>> 1;
    search(question, from, middle, found);
    search(question, middle, to, found);
  }

  private void bisect(Question question, long from, long to, List<Object[]> found) {
    int before = outcome(question, from);
    int after = outcome(question, to);
    long low = from;
    while (before != after && found.size() < MOST_CHANGES) {
      long high = to;
      // The average, rounded down, of two numbers whose sum may be too large.
      for (long middle = (low & high) + ((low ^ high) >> 1);
          middle != low;
          middle = (low & high) + ((low ^ high) >> 1)) {
        if (outcome(question, middle) == before) {
          low = middle;
        } else {
          high = middle;
        }
      }
      found.add(new Object[] {ladder.value(low), ladder.value(high)});
      low = high;
      before = outcome(question, low);
    }
  }

  /** The grid with the constants that this question compares with, and their neighbours. */
  private long[] points(Question question) {
    List<Long> own = new ArrayList<>();
    question.predicates().stream()
        .flatMap(predicate -> Constants.of(predicate).stream())
        .map(constant -> Constants.parsed(column.input().type(), constant))
        .filter(value -> value != null && column.accepts(value))
        .forEach(
            value -> {
              own.add(ladder.step(value));
              for (long near : new long[] {-1, 1}) {
                own.add(ladder.step(value) + near);
              }
            });
    long[] points = Arrays.copyOf(grid, grid.length + own.size());
    for (int i = 0; i < own.size(); i++) {
      points[grid.length + i] = own.get(i);
    }
    return Arrays.stream(points).sorted().distinct().toArray();
  }

  private int outcome(Question question, long step) {
    return question.outcome(column.context(question.scope(), ladder.value(step)));
  }
}
