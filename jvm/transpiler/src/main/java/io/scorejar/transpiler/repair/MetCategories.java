package io.scorejar.transpiler.repair;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.SimplePredicate.Operator;
import org.dmg.pmml.SimpleSetPredicate;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.tree.Node;
import org.jpmml.evaluator.ArrayUtil;
import org.jpmml.model.visitors.AbstractVisitor;

/** The categories that the trees of a segment compare with, by field, in the order of its nodes. */
final class MetCategories extends AbstractVisitor {

  private final Map<String, Set<String>> byField = new LinkedHashMap<>();
  private Node firstRoot;

  private MetCategories() {}

  /** Reads a segment, with all that is in it. */
  static MetCategories of(Segment segment) {
    MetCategories met = new MetCategories();
    met.applyTo(segment);
    return met;
  }

  /** The categories as text, by the name of the field. */
  Map<String, Set<String>> byField() {
    return byField;
  }

  /** The root of the first tree that has more than a root; null if there is none. */
  Node firstRoot() {
    return firstRoot;
  }

  @Override
  public VisitorAction visit(Node node) {
    if (firstRoot == null && node.hasNodes()) {
      firstRoot = node;
    }
    return super.visit(node);
  }

  @Override
  public VisitorAction visit(SimplePredicate predicate) {
    Operator operator = predicate.requireOperator();
    if (operator == Operator.EQUAL || operator == Operator.NOT_EQUAL) {
      add(predicate.requireField(), predicate.requireValue());
    }
    return super.visit(predicate);
  }

  @Override
  public VisitorAction visit(SimpleSetPredicate predicate) {
    ArrayUtil.getContent(predicate.requireArray())
        .forEach(category -> add(predicate.requireField(), category));
    return super.visit(predicate);
  }

  private void add(String field, Object category) {
    byField.computeIfAbsent(field, key -> new LinkedHashSet<>()).add(String.valueOf(category));
  }
}
