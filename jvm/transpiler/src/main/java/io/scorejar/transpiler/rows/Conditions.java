package io.scorejar.transpiler.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.Apply;
import org.dmg.pmml.Constant;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Discretize;
import org.dmg.pmml.DiscretizeBin;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.Interval;
import org.dmg.pmml.LinearNorm;
import org.dmg.pmml.NormContinuous;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.SimplePredicate.Operator;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * What expressions decide, as predicates: the ends of bins, the corners of piecewise linear
 * functions, comparisons of a field with a constant.
 */
final class Conditions {

  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "lessThan", Operator.LESS_THAN,
          "lessOrEqual", Operator.LESS_OR_EQUAL,
          "greaterThan", Operator.GREATER_THAN,
          "greaterOrEqual", Operator.GREATER_OR_EQUAL,
          "equal", Operator.EQUAL,
          "notEqual", Operator.NOT_EQUAL,
          "threshold", Operator.GREATER_THAN,
          "min", Operator.LESS_THAN,
          "max", Operator.GREATER_THAN);

  private Conditions() {}

  /** The predicates of all fields that a scope derives. */
  static List<Predicate> of(Scope scope) {
    List<Predicate> found = new ArrayList<>();
    AbstractVisitor visitor =
        new AbstractVisitor() {
          @Override
          public VisitorAction visit(Discretize bins) {
            for (DiscretizeBin bin : bins.getDiscretizeBins()) {
              add(bins.requireField(), bin.requireInterval());
            }
            return super.visit(bins);
          }

          @Override
          public VisitorAction visit(NormContinuous corners) {
            for (LinearNorm corner : corners.getLinearNorms()) {
              add(corners.requireField(), Operator.LESS_OR_EQUAL, corner.getOrig());
            }
            return super.visit(corners);
          }

          @Override
          public VisitorAction visit(Apply apply) {
            Operator operator = OPERATORS.get(apply.requireFunction());
            if (operator != null
                && apply.getExpressions().size() == 2
                && apply.getExpressions().get(0) instanceof FieldRef field
                && apply.getExpressions().get(1) instanceof Constant constant) {
              add(field.requireField(), operator, constant.getValue());
            }
            return super.visit(apply);
          }

          private void add(String field, Interval interval) {
            boolean leftOpen =
                interval.requireClosure() == Interval.Closure.OPEN_OPEN
                    || interval.requireClosure() == Interval.Closure.OPEN_CLOSED;
            boolean rightOpen =
                interval.requireClosure() == Interval.Closure.OPEN_OPEN
                    || interval.requireClosure() == Interval.Closure.CLOSED_OPEN;
            add(
                field,
                leftOpen ? Operator.GREATER_THAN : Operator.GREATER_OR_EQUAL,
                interval.getLeftMargin());
            add(
                field,
                rightOpen ? Operator.LESS_THAN : Operator.LESS_OR_EQUAL,
                interval.getRightMargin());
          }

          private void add(String field, Operator operator, Object value) {
            if (value != null) {
              found.add(new SimplePredicate(field, operator, value));
            }
          }
        };
    for (DerivedField field : scope.derived()) {
      visitor.applyTo(field);
    }
    return found;
  }
}
