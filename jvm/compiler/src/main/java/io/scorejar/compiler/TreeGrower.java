package io.scorejar.compiler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.dmg.pmml.tree.LeafNode;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;

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

  /** Stands for the end of a row that is refused. */
  static final Node REFUSED = new LeafNode();

  private final TreeModel model;
  private final Predicates predicates;
  private final ToIntFunction<Node> rows;
  private final IdentityHashMap<Node, Test> tests = new IdentityHashMap<>();
  private final Sprout sprout = new Sprout();

  /** Where a row's way has come to. */
  private sealed interface Place {

    /** Before the predicate of the root. */
    record Root() implements Place {}

    /** Inside a node whose predicate holds. */
    record Inside(Node node) implements Place {}

    /** Before the predicate of a child, the ones before it having been passed. */
    record Before(Node node, int child) implements Place {}

    /** Where the row is refused. */
    record Refused() implements Place {}

    /** At the end; a null node is a missing prediction. */
    record End(Node node) implements Place {}
  }

  private record Task(Place place, Known known, Sprout.Node parent, boolean left) {}

  /**
   * @param rows the row of leaf values of a node that is the result; of null too, and of {@link
   *     #REFUSED}
   */
  TreeGrower(TreeModel model, Predicates predicates, ToIntFunction<Node> rows) {
    this.model = model;
    this.predicates = predicates;
    this.rows = rows;
  }

  /**
   * The binary tree.
   *
   * @throws NotCompiled if a part of it is not taken, or it would grow out of proportion
   */
  Sprout grown() {
    Deque<Task> tasks = new ArrayDeque<>();
    tasks.push(new Task(new Place.Root(), Known.NOTHING, null, false));
    while (!tasks.isEmpty()) {
      Task task = tasks.pop();
      Place place = settled(task.place(), task.known());
      if (place instanceof Place.End end) {
        sprout.leaves().add(rows.applyAsInt(end.node()));
        attach(task, ~(sprout.leaves().size() - 1));
      } else if (place instanceof Place.Refused) {
        sprout.leaves().add(rows.applyAsInt(REFUSED));
        attach(task, ~(sprout.leaves().size() - 1));
      } else {
        grow(task, place, tasks);
      }
      if (sprout.nodes().size() > MOST_NODES_FOR_ONE * (tests.size() + 50)) {
        throw NotCompiled.of(model, "its predicates take too many nodes");
      }
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
    Test open = open(test(place), known);
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
    Sprout.Node node = new Sprout.Node(question);
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
      Outcome result = outcome(test(place), then);
      Place next = result == null ? null : passed(place, result);
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

  /** Where two ways meet for good, whatever is known on each; null if they do not. */
  private Place common(Way way, Place next, Known then, Test open, Known known) {
    if (way.place().equals(next)) {
      return next;
    }
    Place settled = settled(next, then);
    return settled(way.place(), known.after(open, way.outcomes())).equals(settled) ? settled : null;
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

  /** Follows a way as far as it does not depend on the row. */
  private Place settled(Place start, Known known) {
    Place place = start;
    while (true) {
      if (place instanceof Place.Inside inside) {
        place =
            inside.node().hasNodes()
                ? new Place.Before(inside.node(), 0)
                : new Place.End(inside.node());
      } else if (place instanceof Place.Before before
          && before.child() == before.node().getNodes().size()) {
        place = new Place.End(noTrueChild(before.node()));
      } else if (place instanceof Place.End || place instanceof Place.Refused) {
        return place;
      } else {
        Outcome outcome = outcome(test(place), known);
        if (outcome == null) {
          return place;
        }
        place = passed(place, outcome);
      }
    }
  }

  private Node noTrueChild(Node node) {
    return switch (model.getNoTrueChildStrategy()) {
      case RETURN_NULL_PREDICTION -> null;
      case RETURN_LAST_PREDICTION -> node.hasScore() ? node : null;
    };
  }

  /** Where the way goes after the predicate of a place. */
  private Place passed(Place place, Outcome outcome) {
    if (outcome == Outcome.REFUSED) {
      return new Place.Refused();
    }
    if (place instanceof Place.Root) {
      return outcome == Outcome.TRUE ? new Place.Inside(model.requireNode()) : new Place.End(null);
    }
    Place.Before before = (Place.Before) place;
    Node node = before.node();
    if (outcome == Outcome.TRUE) {
      return new Place.Inside(node.getNodes().get(before.child()));
    }
    Place next = new Place.Before(node, before.child() + 1);
    if (outcome == Outcome.FALSE) {
      return next;
    }
    return switch (model.getMissingValueStrategy()) {
      case NONE -> next;
      case NULL_PREDICTION -> new Place.End(null);
      case LAST_PREDICTION -> new Place.End(node);
      case DEFAULT_CHILD -> new Place.Inside(defaultChild(node));
      default -> throw NotCompiled.of(model, "its missingValueStrategy is not compiled");
    };
  }

  private static Node defaultChild(Node node) {
    Object wanted = node.requireDefaultChild();
    for (Node child : node.getNodes()) {
      if (child == wanted || (child.getId() != null && Objects.equals(child.getId(), wanted))) {
        return child;
      }
    }
    throw NotCompiled.of(node, "its default child is none of its own");
  }

  private Test test(Place place) {
    Node node =
        place instanceof Place.Before before
            ? before.node().getNodes().get(before.child())
            : model.requireNode();
    return tests.computeIfAbsent(node, n -> predicates.of(n.requirePredicate()));
  }

  /** The outcome of a test where it is known, else null. */
  private static Outcome outcome(Test test, Known known) {
    if (test instanceof Test.Known sure) {
      return sure.outcome();
    }
    if (test instanceof Test.Guarded guarded) {
      Outcome undefined = outcome(guarded.undefined(), known);
      return undefined == null
          ? null
          : undefined == Outcome.TRUE ? Outcome.REFUSED : outcome(guarded.test(), known);
    }
    if (!(test instanceof Test.Joined joined)) {
      Set<Outcome> possible = known.outcomes(test);
      return possible.size() == 1 ? possible.iterator().next() : null;
    }
    Outcome result = null;
    boolean all = true;
    for (Test part : joined.tests()) {
      Outcome one = outcome(part, known);
      if (joined.joint() == Test.Joint.SURROGATE && one != Outcome.UNKNOWN) {
        return one;
      }
      Outcome decisive =
          joined.joint() == Test.Joint.AND
              ? Outcome.FALSE
              : joined.joint() == Test.Joint.OR ? Outcome.TRUE : null;
      if (one != null && one == decisive) {
        return one;
      }
      all &= one != null;
      result = one == null ? result : result == null ? one : join(joined.joint(), result, one);
    }
    return all ? result : null;
  }

  private static Outcome join(Test.Joint joint, Outcome left, Outcome right) {
    return switch (joint) {
      case AND -> left.and(right);
      case OR -> left.or(right);
      case XOR -> left.xor(right);
      case SURROGATE -> right;
    };
  }

  /** The first test of one slot whose outcome is not known and matters. */
  private static Test open(Test test, Known known) {
    if (test instanceof Test.Guarded guarded) {
      return outcome(guarded.undefined(), known) == null
          ? guarded.undefined()
          : open(guarded.test(), known);
    }
    if (!(test instanceof Test.Joined joined)) {
      return test;
    }
    for (Test part : joined.tests()) {
      if (outcome(part, known) == null) {
        return open(part, known);
      }
    }
    throw new IllegalStateException("a test whose outcome is known: " + test);
  }
}
