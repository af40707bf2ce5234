package io.scorejar.transpiler.rows;

import io.scorejar.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.evaluator.PredicateUtil;
import org.jpmml.model.PMMLException;

/** Which leaf of each tree a row reaches, and how close it came to another one. */
public final class Trace {

  /**
   * Where a row ends in one tree.
   *
   * @param tree the ids of the segments around the tree, outermost first, such as {@code 1/17};
   *     empty for a tree that stands alone
   * @param node the id of the node; where it has none, its number in the tree in document order,
   *     from 1, as JPMML counts
   * @param score of the node; null where it has none
   * @param closest the threshold on the way that is nearest to the row; null where there is none
   */
  public record Leaf(String tree, String node, Object score, Close closest) {}

  private final List<Object> row;
  private final Map<Scope, FieldContext> contexts = new HashMap<>();
  private final List<Leaf> leaves = new ArrayList<>();

  private Trace(List<Object> row) {
    this.row = row;
  }

  /**
   * The leaves that a row reaches, those first on the way to which it came closest to a threshold.
   * Trees that cannot be followed are left out.
   *
   * @param row values by place; null is missing
   */
  public static List<Leaf> of(
      PMML pmml, ModelEvaluator<?> evaluator, Schema schema, List<Object> row) {
    Scope scope = Close.scope(pmml, evaluator, schema);
    Trace trace = new Trace(row);
    trace.follow(evaluator.getModel(), scope, "");
    trace.leaves.sort(
        Comparator.comparingLong(
            leaf -> leaf.closest == null ? Long.MAX_VALUE : leaf.closest.ulps()));
    return trace.leaves;
  }

  private void follow(Model model, Scope scope, String path) {
    try {
      if (model instanceof TreeModel tree) {
        descend(tree, scope, path);
      } else if (model instanceof MiningModel mining) {
        int number = 0;
        for (Segment segment : mining.requireSegmentation().requireSegments()) {
          number++;
          String id = segment.getId() == null ? String.valueOf(number) : segment.getId();
          if (Boolean.TRUE.equals(holds(segment.requirePredicate(), scope))) {
            Scope inside = scope.inside(segment.requireModel());
            follow(segment.requireModel(), inside, path.isEmpty() ? id : path + "/" + id);
          }
        }
      }
    } catch (PMMLException e) {
      // It reads what another model answers, which is not worked out here.
    }
  }

  private Boolean holds(org.dmg.pmml.Predicate predicate, Scope scope) {
    return PredicateUtil.evaluate(predicate, context(scope));
  }

  private FieldContext context(Scope scope) {
    return contexts.computeIfAbsent(scope, one -> one.context(row::get));
  }

  private void descend(TreeModel tree, Scope scope, String path) {
    Node node = tree.requireNode();
    Close closest = null;
    for (Node next = node; next != null; next = child(tree, node, scope)) {
      node = next;
      for (Node child : node.hasNodes() ? node.getNodes() : List.<Node>of()) {
        Close close = close(child.requirePredicate(), scope);
        boolean closer = close != null && (closest == null || close.ulps() < closest.ulps());
        closest = closer ? close : closest;
      }
    }
    String id = node.getId() == null ? number(tree, node) : String.valueOf(node.getId());
    leaves.add(new Leaf(path, id, node.getScore(), closest));
  }

  private Close close(org.dmg.pmml.Predicate predicate, Scope scope) {
    return predicate instanceof SimplePredicate simple
        ? Close.of(0, simple.requireField(), simple.getValue(), context(scope))
        : null;
  }

  private Node child(TreeModel tree, Node node, Scope scope) {
    if (!node.hasNodes()) {
      return null;
    }
    for (Node child : node.getNodes()) {
      Boolean holds = holds(child.requirePredicate(), scope);
      if (Boolean.TRUE.equals(holds)) {
        return child;
      }
      if (holds == null
          && tree.getMissingValueStrategy() == TreeModel.MissingValueStrategy.DEFAULT_CHILD) {
        return node.getNodes().stream()
            .filter(one -> one.getId() != null && one.getId().equals(node.getDefaultChild()))
            .findFirst()
            .orElse(null);
      }
    }
    return null;
  }

  private static String number(TreeModel tree, Node wanted) {
    List<Node> nodes = new ArrayList<>();
    collect(tree.requireNode(), nodes);
    int number = 0;
    while (nodes.get(number) != wanted) {
      number++;
    }
    return String.valueOf(number + 1);
  }

  private static void collect(Node node, List<Node> nodes) {
    nodes.add(node);
    if (node.hasNodes()) {
      node.getNodes().forEach(child -> collect(child, nodes));
    }
  }
}
