package io.scorejar.transpiler.rows;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;

/**
 * Finds thresholds of splits that ask about several columns at once (a principal component, a
 * product): from a row that comes to such a split one column is moved until the row goes elsewhere
 * there, and the last value before that is bisected. The rows found are moved on in their turn.
 */
final class Explorer {

  /** Two rows that differ by one step in one column and part at a split. */
  record Crossing(SplitNode split, List<Object> before, List<Object> after) {}

  /** How many rows may be looked at: what bounds the time. */
  private static final int MOST_STEPS = 200_000;

  private static final int MOST_TURNS = 5_000;
  private static final int ATTEMPTS = 40;
  private static final int PROBES = 8;
  private static final int ELSEWHERE = -3;

  private final List<Column> columns;
  private final Forest forest;
  private final SplittableRandom random;
  private final List<long[]> grids = new ArrayList<>();
  private final Map<SplitNode, Integer> attempts = new HashMap<>();
  private final List<Crossing> found = new ArrayList<>();
  private int steps;

  Explorer(List<Column> columns, Forest forest, long seed) {
    this.columns = columns;
    this.forest = forest;
    this.random = new SplittableRandom(seed);
    for (Column column : columns) {
      grids.add(
          column.ladder().isEmpty()
              ? new long[0]
              : column.ordinaryCollected().stream()
                  .mapToLong(column.ladder().get()::step)
                  .toArray());
    }
  }

  /**
   * Explores the trees that have such splits.
   *
   * @param bases rows to start from
   */
  List<Crossing> explore(List<List<Object>> bases) {
    Set<SplitNode> trees = new HashSet<>();
    forest.roots().stream().filter(Explorer::mixed).forEach(trees::add);
    if (trees.isEmpty()) {
      return List.of();
    }
    Deque<List<Object>> queue = new ArrayDeque<>(bases);
    for (int turn = 0; !queue.isEmpty() && turn < MOST_TURNS && steps < MOST_STEPS; turn++) {
      List<Object> row = queue.remove();
      queue.add(row);
      for (SplitNode root : forest.roots()) {
        if (trees.contains(root)) {
          int before = found.size();
          walk(root, row);
          found.subList(before, found.size()).forEach(one -> queue.add(one.after));
        }
      }
    }
    return found;
  }

  private static boolean mixed(SplitNode node) {
    if (node.question() == null) {
      return false;
    }
    if (node.question().mixed()) {
      return true;
    }
    for (int i = 0; i < node.childCount(); i++) {
      if (mixed(node.child(i))) {
        return true;
      }
    }
    return false;
  }

  private void walk(SplitNode root, List<Object> row) {
    Map<Scope, FieldContext> contexts = new HashMap<>();
    SplitNode node = root;
    steps++;
    while (node.question() != null && steps < MOST_STEPS) {
      Question question = node.question();
      int outcome =
          question.outcome(
              contexts.computeIfAbsent(question.scope(), scope -> scope.context(row::get)));
      if (question.mixed() && attempts.getOrDefault(node, 0) < ATTEMPTS) {
        attempts.merge(node, cross(node, row, outcome) ? ATTEMPTS : 1, Integer::sum);
      }
      if (outcome < 0) {
        return;
      }
      node = node.child(outcome);
    }
  }

  /** Moves one of the columns; whether that led to rows on both sides. */
  private boolean cross(SplitNode node, List<Object> row, int outcome) {
    int[] sources =
        node.question().sources().orElseThrow().stream()
            .filter(column -> grids.get(column).length > 0 && row.get(column) != null)
            .toArray();
    if (sources.length == 0 || outcome == Question.FAILS) {
      return false;
    }
    int column = sources[random.nextInt(sources.length)];
    Ladder ladder = columns.get(column).ladder().orElseThrow();
    ToIntFunction<Object> at = value -> outcome(node, with(row, column, value));
    long from = ladder.step(row.get(column));
    long[] grid = grids.get(column);
    for (int probe = 0; probe < PROBES; probe++) {
      long to = grid[random.nextInt(grid.length)];
      int there = at.applyAsInt(ladder.value(to));
      if (there >= Question.ENDS && there != outcome) {
        return bisect(node, row, column, from, to, outcome);
      }
    }
    return false;
  }

  private boolean bisect(
      SplitNode node, List<Object> row, int column, long from, long to, int outcome) {
    Ladder ladder = columns.get(column).ladder().orElseThrow();
    long near = from;
    long far = to;
    while (Math.abs(far - near) != 1) {
      // The average, rounded down, of two numbers whose sum may be too large.
      long middle = (near & far) + ((near ^ far) >> 1);
      if (outcome(node, with(row, column, ladder.value(middle))) == outcome) {
        near = middle == near ? near + 1 : middle;
      } else {
        far = middle;
      }
    }
    List<Object> before = with(row, column, ladder.value(near));
    List<Object> after = with(row, column, ladder.value(far));
    if (outcome(node, before) != outcome || outcome(node, after) < Question.ENDS) {
      // On the way the row left for another part of the tree.
      return false;
    }
    columns.get(column).add(ladder.value(near), false);
    columns.get(column).add(ladder.value(far), false);
    found.add(new Crossing(node, before, after));
    return true;
  }

  private static List<Object> with(List<Object> row, int column, Object value) {
    Object[] moved = row.toArray();
    moved[column] = value;
    return Arrays.asList(moved);
  }

  /** Where a row goes at a split; {@link #ELSEWHERE} if it does not come there. */
  private int outcome(SplitNode split, List<Object> row) {
    steps++;
    Map<Scope, FieldContext> contexts = new HashMap<>();
    Deque<SplitNode> path = new ArrayDeque<>();
    for (SplitNode at = split; at != null; at = at.parent()) {
      path.push(at);
    }
    int place = 0;
    for (SplitNode at : path) {
      if (at.parent() != null && at.place() != place) {
        return ELSEWHERE;
      }
      Question question = at.question();
      place =
          question.outcome(
              contexts.computeIfAbsent(question.scope(), scope -> scope.context(row::get)));
    }
    return place;
  }
}
