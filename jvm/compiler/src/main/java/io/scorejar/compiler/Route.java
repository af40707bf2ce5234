package io.scorejar.compiler;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.dmg.pmml.Extension;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.SimpleSetPredicate;
import org.dmg.pmml.True;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;

/** The ways through a PMML tree: every predicate, and what both strategies say. */
final class Route {

  /** By how much the records of leaves may miss those of the root, which are sums in floats. */
  private static final double ROUNDING = 1e-9;

  /** Stands for the {@code recordCount} of a node that is what the counts of its classes add to. */
  private static final String RECORDS = "X-Scorejar-Records";

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
    Node node = node(place);
    return tests.computeIfAbsent(node, key -> ofTree.of(node.requirePredicate()));
  }

  /** The node whose predicate a place stands before. */
  private Node node(Place place) {
    return place instanceof Place.Before before
        ? before.node().getNodes().get(before.child())
        : model.requireNode();
  }

  /** Where a way goes as far as it does not depend on the row. */
  Place settled(Place start, Known known) {
    List<Place> way = way(start, known);
    return way.get(way.size() - 1);
  }

  /** Follows a way as far as it does not depend on the row: its places, from the start. */
  List<Place> way(Place start, Known known) {
    List<Place> way = new ArrayList<>();
    Place place = start;
    way.add(place);
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
          return way;
        }
        place = passed(place, outcome);
      }
      way.add(place);
    }
    return way;
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

  /**
   * How many records of the training data came to an end; NaN where the document does not tell.
   *
   * <p>What comes to no child of a node stays there: JPMML's compact trees have one child less for
   * each question, and the node stands for the other side.
   */
  double records(Place.End end) {
    if (end.kind() != Place.Kind.NODE) {
      return end.kind() == Place.Kind.OUT ? Double.NaN : 0;
    }
    if (end.node() == null) {
      return Double.NaN;
    }
    double own = recordCount(end.node());
    if (end.node().hasNodes()) {
      for (Node child : end.node().getNodes()) {
        own -= recordCount(child);
      }
    }
    return own >= 0 ? own : Double.NaN;
  }

  private static double recordCount(Node node) {
    if (node.hasExtensions()) {
      for (Extension extension : node.getExtensions()) {
        if (RECORDS.equals(extension.getName())) {
          return records(extension.getValue());
        }
      }
    }
    return node.getRecordCount() == null ? Double.NaN : node.getRecordCount().doubleValue();
  }

  private static double records(String text) {
    try {
      return text == null ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN; // reasons are refused then, scores are not
    }
  }

  /** Whether the records of all ends are those of the root: each is met once, and none is lost. */
  boolean accountsFor(List<Double> ends) {
    if (ends.size() == 1) {
      return true;
    }
    double sum = ends.stream().mapToDouble(records -> records).sum();
    double all = model == null ? Double.NaN : recordCount(model.requireNode());
    return Math.abs(sum - all) <= ROUNDING * all;
  }

  /**
   * What a node asks for, as the model was trained on it: a field, one category of it, or whether
   * it is missing. A set of categories is of a field that the model takes as it is.
   *
   * @param open the test of one slot that is asked
   */
  Object feature(Place place, Test open) {
    Predicate predicate = place instanceof Place.Gate ? gate : node(place).requirePredicate();
    if (predicate instanceof SimpleSetPredicate set) {
      return set.requireField();
    }
    if (!(predicate instanceof SimplePredicate simple)) {
      return Known.slot(open);
    }
    return switch (simple.requireOperator()) {
      case EQUAL, NOT_EQUAL ->
          List.of(simple.requireField(), String.valueOf(simple.requireValue()));
      case IS_MISSING, IS_NOT_MISSING -> List.of(simple.requireField());
      default -> simple.requireField();
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
