package io.scorejar.compiler;

import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.Array;
import org.dmg.pmml.ComplexArray;
import org.dmg.pmml.CompoundPredicate;
import org.dmg.pmml.DataType;
import org.dmg.pmml.False;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.SimpleSetPredicate;
import org.dmg.pmml.True;

/** PMML's predicates as {@link Test}s. */
final class Predicates {

  private final Scope scope;
  private final Folding folding;

  Predicates(Scope scope, Folding folding) {
    this.scope = scope;
    this.folding = folding;
  }

  /**
   * The test of a predicate.
   *
   * @throws NotCompiled if it is not taken
   */
  Test of(Predicate predicate) {
    if (predicate instanceof True) {
      return new Test.Known(Outcome.TRUE);
    }
    if (predicate instanceof False) {
      return new Test.Known(Outcome.FALSE);
    }
    if (predicate instanceof SimplePredicate simple) {
      return simple(simple);
    }
    if (predicate instanceof SimpleSetPredicate set) {
      return set(set);
    }
    if (predicate instanceof CompoundPredicate compound) {
      return compound(compound);
    }
    throw NotCompiled.of(predicate);
  }

  private Test compound(CompoundPredicate compound) {
    List<Test> tests = new ArrayList<>();
    for (Predicate part : compound.requirePredicates()) {
      tests.add(of(part));
    }
    Test.Joint joint =
        switch (compound.requireBooleanOperator()) {
          case AND -> Test.Joint.AND;
          case OR -> Test.Joint.OR;
          case XOR -> Test.Joint.XOR;
          case SURROGATE -> Test.Joint.SURROGATE;
        };
    return joint == Test.Joint.SURROGATE ? new Test.Joined(joint, tests) : guarded(joint, tests);
  }

  /** All parts are asked, even where one of them decides: what refuses comes first. */
  private static Test guarded(Test.Joint joint, List<Test> parts) {
    List<Integer> flags = new ArrayList<>();
    List<Test> tests = new ArrayList<>();
    for (Test part : parts) {
      tests.add(unguarded(part, flags));
    }
    Test joined = new Test.Joined(joint, tests);
    for (int flag : flags) {
      joined = new Test.Guarded(flag, joined);
    }
    return joined;
  }

  /** A test without what refuses rows in it, be it in a part that is not always asked. */
  private static Test unguarded(Test part, List<Integer> flags) {
    Test test = part;
    while (test instanceof Test.Guarded one) {
      flags.add(one.flag());
      test = one.test();
    }
    if (test instanceof Test.Joined joined && joined.joint() == Test.Joint.SURROGATE) {
      return new Test.Joined(
          joined.joint(), joined.tests().stream().map(one -> unguarded(one, flags)).toList());
    }
    return test;
  }

  private Test simple(SimplePredicate simple) {
    Term value = scope.field(simple.requireField());
    SimplePredicate.Operator operator = simple.requireOperator();
    if (operator == SimplePredicate.Operator.IS_MISSING) {
      return folding.truth(Ops.of(UnaryOp.IS_MISSING, value.expression()));
    }
    if (operator == SimplePredicate.Operator.IS_NOT_MISSING) {
      return folding.truth(Ops.not(Ops.of(UnaryOp.IS_MISSING, value.expression())));
    }
    if (operator == SimplePredicate.Operator.EQUAL
        || operator == SimplePredicate.Operator.NOT_EQUAL) {
      Test equal = equal(value, List.of(simple.requireValue()), simple);
      return operator == SimplePredicate.Operator.EQUAL ? equal : not(equal);
    }
    Comparisons.requireOrdered(value, simple);
    if (value.type() == DataType.BOOLEAN) {
      throw NotCompiled.of(simple, "compares truth");
    }
    double bound = bound(value, simple);
    if (Double.isNaN(bound)) {
      throw NotCompiled.of(simple, "compares with NaN");
    }
    return switch (operator) {
      case LESS_OR_EQUAL -> folding.atMost(value, bound);
      case LESS_THAN -> folding.below(value, bound);
      case GREATER_THAN -> not(folding.atMost(value, bound));
      case GREATER_OR_EQUAL -> not(folding.below(value, bound));
      default -> throw NotCompiled.of(simple);
    };
  }

  private static double bound(Term value, SimplePredicate simple) {
    Object literal = simple.requireValue();
    return switch (value.type()) {
      // Fractions are compared as they are.
      case INTEGER, DOUBLE -> Literals.number(DataType.DOUBLE, literal, simple);
      case FLOAT -> Literals.number(DataType.FLOAT, literal, simple);
      default -> throw NotCompiled.of(simple, "of a " + value.type().value() + " is not compiled");
    };
  }

  private Test set(SimpleSetPredicate set) {
    Term value = scope.field(set.requireField());
    List<Object> elements = elements(set);
    if (set.requireArray().requireType() == Array.Type.REAL) {
      elements.forEach(element -> requireNoNegativeZero(element, set));
    }
    Test in = equal(value, elements, set);
    return set.requireBooleanOperator() == SimpleSetPredicate.BooleanOperator.IS_IN ? in : not(in);
  }

  /** JPMML's values are positive zeros, and equal no negative one; only here does it keep any. */
  private static void requireNoNegativeZero(Object element, SimpleSetPredicate where) {
    String text = element.toString();
    if (text.startsWith("-") && Literals.number(DataType.DOUBLE, text, where) == 0) {
      throw NotCompiled.of(where, "its '" + text + "' equals no value");
    }
  }

  private static List<Object> elements(SimpleSetPredicate set) {
    Object array = set.requireArray().getValue();
    if (set.requireArray() instanceof ComplexArray || array instanceof Iterable<?>) {
      List<Object> elements = new ArrayList<>();
      ((Iterable<?>) array).forEach(elements::add);
      return elements;
    }
    return new ArrayList<>(
        ArrayTexts.elements(String.valueOf(array), set.requireArray().requireType()));
  }

  private Test equal(Term value, List<Object> literals, org.dmg.pmml.PMMLObject where) {
    return folding.truth(Comparisons.among(value, literals, where).expression());
  }

  private static Test not(Test test) {
    return Folding.not(test);
  }
}
