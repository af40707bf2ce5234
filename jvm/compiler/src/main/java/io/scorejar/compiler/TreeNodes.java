package io.scorejar.compiler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.dmg.pmml.DataType;
import org.dmg.pmml.ScoreDistribution;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;

/** What the nodes of a PMML tree say: numbers, categories, probabilities, ids. */
final class TreeNodes {

  private final TreeModel model;
  private final Target target;
  private final Reals reals;

  TreeNodes(TreeModel model, Target target) {
    this.model = model;
    this.target = target;
    this.reals = Reals.of(model);
  }

  /** Whether a node has an answer; JPMML refuses a row that ends in one that has none. */
  boolean answers(Node node) {
    if (node.getEmbeddedModel() != null) {
      throw NotCompiled.of(node.getEmbeddedModel());
    }
    return node.hasScore();
  }

  /** The number of a node, as the model answers it. */
  double score(Node node) {
    DataType type = reals.floats() ? DataType.FLOAT : DataType.DOUBLE;
    double score = Rescaling.of(target, Literals.number(type, node.requireScore(), node), reals);
    if (Double.isNaN(score)) {
      throw NotCompiled.of(node, "its score is not a number");
    }
    return score;
  }

  /** The category of a node, in the class of the target. */
  Object label(Node node) {
    return Literals.of(target.type(), node.requireScore(), node);
  }

  /** The categories that nodes have as scores. */
  List<Object> labels() {
    Set<Object> labels = new LinkedHashSet<>();
    walk(
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
    walk(node -> categories.addAll(categories(node)));
    return new ArrayList<>(categories);
  }

  /** The categories of a node that have probabilities, in its order. */
  List<Object> categories(Node node) {
    List<Object> categories = new ArrayList<>();
    if (node.hasScoreDistributions()) {
      for (ScoreDistribution share : node.getScoreDistributions()) {
        categories.add(Literals.of(target.type(), share.requireValue(), share));
      }
    }
    return categories;
  }

  /** The probabilities of a node; 0 for a category that it does not have. */
  double[] shares(Node node, List<Object> categories) {
    double[] shares = new double[categories.size()];
    if (categories.isEmpty()) {
      return shares;
    }
    if (!node.hasScoreDistributions()) {
      throw NotCompiled.of(node, "has no probabilities, as others have");
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

  /** Nodes by their place in the list of ids that is filled here, in the order of the document. */
  Map<Node, Integer> places(List<String> ids) {
    Map<Node, Integer> places = new HashMap<>();
    walk(
        node -> {
          places.put(node, ids.size());
          ids.add(node.getId() != null ? node.getId().toString() : String.valueOf(ids.size() + 1));
        });
    return places;
  }

  private void walk(Consumer<Node> visitor) {
    Deque<Node> open = new ArrayDeque<>();
    open.push(model.requireNode());
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
