package io.scorejar.transpiler.lightgbm;

import java.util.List;
import org.dmg.pmml.Array;
import org.dmg.pmml.DataType;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.SimpleSetPredicate;
import org.dmg.pmml.Visitable;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.tree.Node;
import org.jpmml.converter.PMMLUtil;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Writes LightGBM's splits of a categorical column as sets where JPMML's converter writes one
 * category as {@code equal}: it does so for a one-hot column as well, which is a feature of its
 * own, and reasons for a score have to tell the two apart.
 */
final class CategorySets {

  private CategorySets() {}

  /** Changes the splits of a model whose nodes have both of their children still. */
  static void write(Visitable model) {
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Node node) {
        if (node.hasNodes() && node.getNodes().size() == 2) {
          widen(node.getNodes().get(0), node.getNodes().get(1));
          widen(node.getNodes().get(1), node.getNodes().get(0));
        }
        return super.visit(node);
      }
    }.applyTo(model);
  }

  private static void widen(Node one, Node other) {
    if (one.getPredicate() instanceof SimplePredicate equal
        && equal.getOperator() == SimplePredicate.Operator.EQUAL
        && other.getPredicate() instanceof SimpleSetPredicate rest
        && equal.requireField().equals(rest.requireField())) {
      one.setPredicate(
          new SimpleSetPredicate(
              equal.requireField(),
              SimpleSetPredicate.BooleanOperator.IS_IN,
              array(rest.requireArray().requireType(), equal.requireValue())));
    }
  }

  private static Array array(Array.Type type, Object value) {
    DataType known =
        switch (type) {
          case STRING -> DataType.STRING;
          case INT -> DataType.INTEGER;
          case REAL -> DataType.DOUBLE;
        };
    return PMMLUtil.createArray(known, List.of(value));
  }
}
