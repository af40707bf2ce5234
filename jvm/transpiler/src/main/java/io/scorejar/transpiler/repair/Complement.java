package io.scorejar.transpiler.repair;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.SimplePredicate.Operator;
import org.dmg.pmml.SimpleSetPredicate;
import org.dmg.pmml.SimpleSetPredicate.BooleanOperator;
import org.jpmml.evaluator.ArrayUtil;

/** What is true of a field's value exactly where a predicate is false, a missing value apart. */
final class Complement {

  private Complement() {}

  /** The opposite predicate; empty for predicates that are not of one value or set of values. */
  static Optional<Predicate> of(Predicate predicate) {
    if (predicate instanceof SimplePredicate simple) {
      return opposite(simple.requireOperator())
          .map(operator -> new SimplePredicate(simple.requireField(), operator, simple.getValue()));
    }
    if (predicate instanceof SimpleSetPredicate set) {
      BooleanOperator operator =
          set.requireBooleanOperator() == BooleanOperator.IS_IN
              ? BooleanOperator.IS_NOT_IN
              : BooleanOperator.IS_IN;
      return Optional.of(new SimpleSetPredicate(set.requireField(), operator, set.requireArray()));
    }
    return Optional.empty();
  }

  /** Whether one predicate says the opposite of the other. */
  static boolean are(Predicate one, Predicate other) {
    return of(one).map(opposite -> same(opposite, other)).orElse(false);
  }

  private static boolean same(Predicate one, Predicate other) {
    if (one instanceof SimplePredicate a && other instanceof SimplePredicate b) {
      return a.requireField().equals(b.requireField())
          && a.requireOperator() == b.requireOperator()
          && Objects.equals(a.getValue(), b.getValue());
    }
    return one instanceof SimpleSetPredicate a
        && other instanceof SimpleSetPredicate b
        && a.requireField().equals(b.requireField())
        && a.requireBooleanOperator() == b.requireBooleanOperator()
        && categories(a).equals(categories(b));
  }

  /** The categories of an equality or of membership, as text; empty for any other predicate. */
  static Optional<Set<String>> categories(Predicate predicate) {
    if (predicate instanceof SimplePredicate simple && simple.requireOperator() == Operator.EQUAL) {
      return Optional.of(Set.of(String.valueOf(simple.requireValue())));
    }
    if (predicate instanceof SimpleSetPredicate set
        && set.requireBooleanOperator() == BooleanOperator.IS_IN) {
      return Optional.of(categories(set));
    }
    return Optional.empty();
  }

  private static Set<String> categories(SimpleSetPredicate set) {
    return ArrayUtil.getContent(set.requireArray()).stream()
        .map(String::valueOf)
        .collect(Collectors.toSet());
  }

  private static Optional<Operator> opposite(Operator operator) {
    return switch (operator) {
      case EQUAL -> Optional.of(Operator.NOT_EQUAL);
      case NOT_EQUAL -> Optional.of(Operator.EQUAL);
      case LESS_THAN -> Optional.of(Operator.GREATER_OR_EQUAL);
      case LESS_OR_EQUAL -> Optional.of(Operator.GREATER_THAN);
      case GREATER_THAN -> Optional.of(Operator.LESS_OR_EQUAL);
      case GREATER_OR_EQUAL -> Optional.of(Operator.LESS_THAN);
      case IS_MISSING, IS_NOT_MISSING -> Optional.empty();
    };
  }
}
