package io.scorejar.compiler;

import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.dmg.pmml.DataType;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.PMMLObject;
import org.dmg.pmml.ResultFeature;
import org.dmg.pmml.ScoreDistribution;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;

/** {@code TreeModel}: alone, or as one of many in a {@link Forester}. */
final class Trees {

  private final Models models;
  private final TreeModel model;
  private final Scope scope;
  private final Target target;
  private final Reals reals;

  Trees(Models models, TreeModel model, Scope scope, Target target) {
    this.models = models;
    this.model = model;
    this.scope = scope;
    this.target = target;
    this.reals = Reals.of(model);
  }

  /** The prediction of a tree alone. */
  Prediction alone() {
    return model.requireMiningFunction() == MiningFunction.REGRESSION
        ? numberAlone()
        : categoryAlone();
  }

  private Prediction numberAlone() {
    boolean entity = wantsEntity();
    List<String> ids = new ArrayList<>();
    Map<Node, Integer> places = entity ? places(ids) : Map.of();
    Forester forester = new Forester(entity ? 2 : 1, false);
    Ends ends = new Ends();
    grow(
        forester,
        0,
        ends,
        node -> {
          double score = score(node);
          return entity ? forester.row(score, places.get(node)) : forester.row(score);
        });
    int[] slots = scope.frame().newSlots(entity ? 2 : 1);
    scope.frame().add(forester.forest(slots));
    Prediction prediction =
        new Prediction(
                target, new Term(new Slot(slots[0]), target.type(), target.opType(), null), null)
            .mayBeMissing(ends.missing());
    return entity ? prediction.entity(entityTerm(slots[1], ids)) : prediction;
  }

  private Prediction categoryAlone() {
    boolean entity = wantsEntity();
    List<String> ids = new ArrayList<>();
    Map<Node, Integer> places = entity ? places(ids) : Map.of();
    List<Object> labels = labels();
    List<Object> categories = distributed();
    int width = categories.size() + 1 + (entity ? 1 : 0);
    Forester forester = new Forester(width, false);
    Ends ends = new Ends();
    grow(
        forester,
        0,
        ends,
        node -> {
          double[] row = new double[width];
          System.arraycopy(shares(node, categories), 0, row, 0, categories.size());
          row[categories.size()] = labels.indexOf(label(node));
          if (entity) {
            row[width - 1] = places.get(node);
          }
          return forester.row(row);
        });
    int[] slots = scope.frame().newSlots(width);
    scope.frame().add(forester.forest(slots));
    Map<Object, Expression> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < categories.size(); i++) {
      probabilities.put(categories.get(i), ends.value(new Slot(slots[i]), model));
    }
    Term value = Labels.term(target, ends.value(new Slot(slots[categories.size()]), model), labels);
    Prediction prediction =
        new Prediction(target, value, categories.isEmpty() ? null : probabilities)
            .mayBeMissing(ends.missing());
    return entity ? prediction.entity(entityTerm(slots[width - 1], ids)) : prediction;
  }

  /**
   * Adds the tree to a forest.
   *
   * @param rows of its results; null is a missing one
   */
  void grow(Forester forester, int sum, Ends ends, ToIntFunction<Node> rows) {
    Predicates predicates = new Predicates(scope, models.folding());
    ToIntFunction<Node> all =
        node -> {
          ends.met(node);
          return node == null || node == TreeGrower.REFUSED
              ? forester.missing()
              : rows.applyAsInt(node);
        };
    forester.add(new TreeGrower(model, predicates, all).grown(), sum);
  }

  /** How rows may end in trees other than in a leaf. */
  static final class Ends {

    private boolean missing;
    private boolean refused;

    private void met(Node node) {
      missing |= node == null;
      refused |= node == TreeGrower.REFUSED;
    }

    boolean missing() {
      return missing;
    }

    /** The value of a forest: where it is none, the row is refused, if that may be the cause. */
    Expression value(Expression sum, PMMLObject where) {
      if (refused && missing) {
        throw NotCompiled.of(where, "undefined values among missing predictions");
      }
      return refused ? Ops.of(UnaryOp.REQUIRED, sum) : sum;
    }
  }

  /** The number of a node, as the model answers it. */
  double score(Node node) {
    if (node.getEmbeddedModel() != null) {
      throw NotCompiled.of(node.getEmbeddedModel());
    }
    if (!node.hasScore()) {
      throw NotCompiled.of(node, "has no score");
    }
    DataType type = reals.floats() ? DataType.FLOAT : DataType.DOUBLE;
    return Rescaling.of(target, Literals.number(type, node.requireScore(), node), reals);
  }

  /** The category of a node, in the class of the target. */
  Object label(Node node) {
    if (!node.hasScore()) {
      throw NotCompiled.of(node, "has no score");
    }
    return Literals.of(target.type(), node.requireScore(), node);
  }

  private List<Object> labels() {
    Set<Object> labels = new LinkedHashSet<>();
    walk(
        model.requireNode(),
        node -> {
          if (node.hasScore()) {
            labels.add(label(node));
          }
        });
    return new ArrayList<>(labels);
  }

  /** The categories that have probabilities, in the order of the first node that has any. */
  List<Object> distributed() {
    Set<Object> categories = new LinkedHashSet<>();
    walk(
        model.requireNode(),
        node -> {
          if (node.hasScoreDistributions()) {
            categories.addAll(categories(node));
          }
        });
    return new ArrayList<>(categories);
  }

  /** The categories of a node, in its order. */
  List<Object> categories(Node node) {
    List<Object> categories = new ArrayList<>();
    for (ScoreDistribution share : node.getScoreDistributions()) {
      categories.add(Literals.of(target.type(), share.requireValue(), share));
    }
    return categories;
  }

  /** The probabilities of a node; 0 for a category that it does not have. */
  double[] shares(Node node, List<Object> categories) {
    double[] shares = new double[categories.size()];
    if (!node.hasScoreDistributions()) {
      return shares;
    }
    List<ScoreDistribution> distribution = node.getScoreDistributions();
    boolean probabilities = distribution.get(0).getProbability() != null;
    double sum = 0;
    for (ScoreDistribution share : distribution) {
      Number value = probabilities ? share.requireProbability() : share.requireRecordCount();
      double number = reals.number(value);
      sum = reals.add(sum, number);
      Object category = Literals.of(target.type(), share.requireValue(), share);
      shares[categories.indexOf(category)] = number;
    }
    if (sum == 0) {
      throw NotCompiled.of(node, "its probabilities are all zero");
    }
    for (int i = 0; i < shares.length && sum != 1; i++) {
      shares[i] = reals.divide(shares[i], sum);
    }
    return shares;
  }

  private boolean wantsEntity() {
    if (model.getOutput() == null) {
      return false;
    }
    for (OutputField field : model.getOutput().getOutputFields()) {
      if (field.getResultFeature() == ResultFeature.ENTITY_ID) {
        return true;
      }
    }
    return false;
  }

  /** Nodes by their place in the list of ids that is filled here, in the order of the document. */
  private Map<Node, Integer> places(List<String> ids) {
    Map<Node, Integer> places = new HashMap<>();
    walk(
        model.requireNode(),
        node -> {
          places.put(node, ids.size());
          ids.add(node.getId() != null ? node.getId().toString() : String.valueOf(ids.size() + 1));
        });
    return places;
  }

  private static Term entityTerm(int slot, List<String> ids) {
    return new Term(new Slot(slot), DataType.STRING, Term.usual(DataType.STRING), List.copyOf(ids));
  }

  private static void walk(Node root, java.util.function.Consumer<Node> visitor) {
    java.util.Deque<Node> open = new java.util.ArrayDeque<>();
    open.push(root);
    while (!open.isEmpty()) {
      Node node = open.pop();
      visitor.accept(node);
      if (node.hasNodes()) {
        List<Node> children = node.getNodes();
        for (int i = children.size() - 1; i >= 0; i--) {
          open.push(children.get(i));
        }
      }
    }
  }
}
