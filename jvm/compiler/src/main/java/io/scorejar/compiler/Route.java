package io.scorejar.compiler;

import java.util.IdentityHashMap;
import java.util.Objects;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.True;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;

/** The ways through a PMML tree: every predicate, and what both strategies say. */
final class Route {

  private final Predicate gate;
  private final TreeModel model;
  private final Predicates ofGate;
  private final Predicates ofTree;
  private final IdentityHashMap<Object, Test> tests = new IdentityHashMap<>();

  private Route(Predicate gate, Predicates ofGate, TreeModel model, Predicates ofTree) {
    this.gate = gate;
    this.ofGate = ofGate;
    this.model = model;
    this.ofTree = ofTree;
  }

  /**
   * The ways through a tree, behind the predicate of its segment.
   *
   * @param gate that predicate; null for none
   */
  static Route through(TreeModel model, Predicates ofTree, Predicate gate, Predicates ofGate) {
    return new Route(gate instanceof True ? null : gate, ofGate, model, ofTree);
  }

  /** The ways through a predicate alone: {@link Place.Kind#NODE} where it holds. */
  static Route through(Predicate gate, Predicates ofGate) {
    return new Route(gate, ofGate, null, null);
  }

  Place start() {
    return gate == null ? new Place.Root() : new Place.Gate();
  }

  /** How many predicates were asked for. */
  int asked() {
    return tests.size();
  }

  /** Says that the tree takes too many nodes. */
  NotCompiled tooLarge() {
    return NotCompiled.of(model == null ? gate : model, "its predicates take too many nodes");
  }

  /** The test of a place that has one. */
  Test test(Place place) {
    if (place instanceof Place.Gate) {
      return tests.computeIfAbsent(gate, key -> ofGate.of(gate));
    }
    Node node =
        place instanceof Place.Before before
            ? before.node().getNodes().get(before.child())
            : model.requireNode();
    return tests.computeIfAbsent(node, key -> ofTree.of(node.requirePredicate()));
  }

  /** Follows a way as far as it does not depend on the row. */
  Place settled(Place start, Known known) {
    Place place = start;
    while (!(place instanceof Place.End)) {
      if (place instanceof Place.Inside inside) {
        place =
            inside.node().hasNodes()
                ? new Place.Before(inside.node(), 0)
                : new Place.End(Place.Kind.NODE, inside.node());
      } else if (place instanceof Place.Before before
          && before.child() == before.node().getNodes().size()) {
        place = noTrueChild(before.node());
      } else {
        Outcome outcome = Tests.outcome(test(place), known);
        if (outcome == null) {
          return place;
        }
        place = passed(place, outcome);
      }
    }
    return place;
  }

  /** Where the way goes after the predicate of a place. */
  Place passed(Place place, Outcome outcome) {
    if (outcome == Outcome.REFUSED) {
      return Place.End.REFUSED;
    }
    if (place instanceof Place.Gate) {
      Place inside = model == null ? new Place.End(Place.Kind.NODE, null) : new Place.Root();
      return outcome == Outcome.TRUE ? inside : Place.End.OUT;
    }
    if (place instanceof Place.Root) {
      return outcome == Outcome.TRUE ? new Place.Inside(model.requireNode()) : Place.End.MISSING;
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
      case NULL_PREDICTION -> Place.End.MISSING;
      case LAST_PREDICTION -> new Place.End(Place.Kind.NODE, node);
      case DEFAULT_CHILD -> defaultChild(node);
      default ->
          throw NotCompiled.of(model, model.getMissingValueStrategy().value() + " is not compiled");
    };
  }

  private Place noTrueChild(Node node) {
    return switch (model.getNoTrueChildStrategy()) {
      case RETURN_NULL_PREDICTION -> Place.End.MISSING;
      case RETURN_LAST_PREDICTION ->
          node.hasScore() ? new Place.End(Place.Kind.NODE, node) : Place.End.MISSING;
    };
  }

  /** JPMML refuses a row when it looks for a default child that is not there. */
  private static Place defaultChild(Node node) {
    Object wanted = node.getDefaultChild();
    for (Node child : node.getNodes()) {
      if (child == wanted || (child.getId() != null && Objects.equals(child.getId(), wanted))) {
        return new Place.Inside(child);
      }
    }
    return Place.End.REFUSED;
  }
}
