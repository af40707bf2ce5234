package io.scorejar.compiler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Makes a binary tree of a PMML tree: every predicate, both strategies.
 *
 * <p>A row's way through a PMML tree is followed with what is known of the row so far. Where the
 * next predicate depends on the row, a node asks for the first slot that it depends on; where the
 * way goes on alike after two outcomes, they share a child. Tests whose outcome is known (a second
 * child's {@code x > 3} after {@code x <= 3}) ask nothing.
 */
final class TreeGrower {

  /** A tree that takes more nodes than this for each of PMML's is left to other engines. */
  private static final int MOST_NODES_FOR_ONE = 20;

  private final Route route;
  private final ToIntFunction<Place.End> rows;
  private final Sprout sprout = new Sprout();

  private record Task(Place place, Known known, Sprout.Node parent, boolean left) {}

  /**
   * @param rows the row of leaf values of an end
   */
  TreeGrower(Route route, ToIntFunction<Place.End> rows) {
    this.route = route;
    this.rows = rows;
  }

  /**
   * The binary tree.
   *
   * @throws NotCompiled if a part of it is not taken, or it would grow out of proportion
   */
  Sprout grown() {
    Deque<Task> tasks = new ArrayDeque<>();
    tasks.push(new Task(route.start(), Known.NOTHING, null, false));
    while (!tasks.isEmpty()) {
      Task task = tasks.pop();
      Place place = route.settled(task.place(), task.known());
      if (place instanceof Place.End end) {
        sprout.leaves().add(rows.applyAsInt(end));
        sprout.records().add(route.records(end));
        attach(task, ~(sprout.leaves().size() - 1));
      } else {
        grow(task, place, tasks);
      }
      if (sprout.nodes().size() > MOST_NODES_FOR_ONE * (route.asked() + 50)) {
        throw route.tooLarge();
      }
    }
    if (!route.accountsFor(sprout.records())) {
      Collections.fill(sprout.records(), Double.NaN);
    }
    return sprout;
  }

  private static void attach(Task task, int child) {
    if (task.parent() != null) {
      task.parent().child(task.left(), child);
    }
  }

  /** A child of a node to be: the outcomes that lead to it and where the way goes on. */
  private record Way(Set<Outcome> outcomes, Place place) {}

  private void grow(Task task, Place place, Deque<Task> tasks) {
    Known known = task.known();
    Test open = Tests.open(route.test(place), known);
    List<Way> ways = ways(place, open, known);
    if (ways.size() == 1) {
      Way only = ways.get(0);
      tasks.push(
          new Task(only.place(), known.after(open, only.outcomes()), task.parent(), task.left()));
      return;
    }
    // Of three ways, the one of unknown branches off first.
    Way first = ways.size() == 3 ? ways.get(2) : ways.get(0);
    Set<Outcome> others = EnumSet.noneOf(Outcome.class);
    for (int i = 0; i < ways.size(); i++) {
      if (i != (ways.size() == 3 ? 2 : 0)) {
        others.addAll(ways.get(i).outcomes());
      }
    }
    Place rest = ways.size() == 3 ? place : ways.get(1).place();
    Sprout.Question question = question(open, first.outcomes());
    boolean yes = yes(open, question, first.outcomes());
    Sprout.Node node = new Sprout.Node(question, route.feature(place, open));
    sprout.nodes().add(node);
    attach(task, sprout.nodes().size() - 1);
    tasks.push(new Task(first.place(), known.after(open, first.outcomes()), node, yes));
    tasks.push(new Task(rest, known.after(open, others), node, !yes));
  }

  /** The ways on from a place: one to three, the one of unknown last. */
  private List<Way> ways(Place place, Test open, Known known) {
    List<Way> ways = new ArrayList<>();
    for (Outcome outcome : known.outcomes(open)) {
      Known then = known.after(open, EnumSet.of(outcome));
      Outcome result = Tests.outcome(route.test(place), then);
      Place next = result == null ? null : route.passed(place, result);
      boolean joined = false;
      for (int i = 0; i < ways.size() && next != null && !joined; i++) {
        Place common =
            ways.get(i).place() == place ? null : common(ways.get(i), next, then, open, known);
        if (common != null) {
          Set<Outcome> both = EnumSet.copyOf(ways.get(i).outcomes());
          both.add(outcome);
          ways.set(i, new Way(both, common));
          joined = true;
        }
      }
      if (!joined) {
        ways.add(new Way(EnumSet.of(outcome), next == null ? place : next));
      }
    }
    return ways;
  }

  /**
   * The last place where two ways meet, whatever is known on each; null if they do not. Behind it
   * they may part again, as where a missing value goes to one child and on from there to another.
   */
  private Place common(Way way, Place next, Known then, Test open, Known known) {
    List<Place> before = route.way(way.place(), known.after(open, way.outcomes()));
    Place common = null;
    for (Place place : route.way(next, then)) {
      common = before.contains(place) ? place : common;
    }
    return common;
  }

  /** The question of a node that sends some outcomes one way. */
  private static Sprout.Question question(Test open, Set<Outcome> outcomes) {
    if (open instanceof Test.AtMost one) {
      boolean below = outcomes.contains(one.below());
      boolean above = outcomes.contains(one.above());
      boolean missing = outcomes.contains(one.missing());
      if (below == above) {
        return missing(one.slot());
      }
      return new Sprout.Question.AtMost(one.slot(), one.bound(), missing == below);
    }
    if (open instanceof Test.Present one) {
      return missing(one.slot());
    }
    Test.Category one = (Test.Category) open;
    boolean truth = outcomes.contains(Outcome.TRUE);
    return new Sprout.Question.In(
        one.slot(), one.byCode().stream().map(o -> outcomes.contains(o) == truth).toList());
  }

  private static Sprout.Question missing(int slot) {
    return new Sprout.Question.In(slot, List.of(false, true));
  }

  /** Whether the outcomes answer the question with yes. */
  private static boolean yes(Test open, Sprout.Question question, Set<Outcome> outcomes) {
    if (question instanceof Sprout.Question.AtMost) {
      return outcomes.contains(((Test.AtMost) open).below());
    }
    if (open instanceof Test.AtMost one) {
      return outcomes.contains(one.missing());
    }
    if (open instanceof Test.Present one) {
      return outcomes.contains(one.missing());
    }
    return outcomes.contains(Outcome.TRUE);
  }
}
