package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Lookup;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMMLObject;

/** Tests of equality and order, as truth that is missing where a value is. */
final class Comparisons {

  private Comparisons() {}

  /** Whether a value equals one that stands in the document. */
  static Term equalTo(Term value, Object literal, PMMLObject where) {
    return among(value, List.of(literal), where);
  }

  /** Whether a value equals one of those that stand in the document. */
  static Term among(Term value, List<?> literals, PMMLObject where) {
    if (value.text()) {
      double[] hits = new double[value.categories().size()];
      for (Object literal : literals) {
        int code = value.categories().indexOf(literal.toString());
        if (code >= 0) {
          hits[code] = 1;
        } else {
          requireNotOther(value, literal, where);
        }
      }
      return Term.truth(new Lookup(value.expression(), hits, 0, Double.NaN));
    }
    List<Expression> equal = new ArrayList<>();
    for (Object literal : literals) {
      equal.add(equal(value, Literals.number(value.type(), literal, where)));
    }
    if (equal.isEmpty()) {
      equal.add(equal(value, Double.NaN));
    }
    return Term.truth(Ops.any(equal));
  }

  private static Expression equal(Term value, double literal) {
    return Double.isNaN(literal)
        ? Ops.of(BinaryOp.LESS, value.expression(), Ops.number(Double.NEGATIVE_INFINITY))
        : Ops.equal(value.expression(), literal);
  }

  /** A text that is no category stands for every one: it must not be told from the others. */
  private static void requireNotOther(Term value, Object literal, PMMLObject where) {
    try {
      Texts.requireKnown(value, where);
    } catch (NotCompiled e) {
      throw NotCompiled.of(where, "'" + literal + "' is none of the known values of its field");
    }
  }

  /** Whether two values are equal. */
  static Term equal(Term left, Term right, PMMLObject where) {
    if (left.alwaysMissing() || right.alwaysMissing()) {
      return Term.missing(DataType.BOOLEAN);
    }
    if (left.text() && right.text()) {
      if (right.expression() instanceof Constant constant) {
        return equalTo(left, right.categories().get((int) constant.value()), where);
      }
      if (left.expression() instanceof Constant constant) {
        return equalTo(right, left.categories().get((int) constant.value()), where);
      }
      Texts.requireKnown(left, where);
      Texts.requireKnown(right, where);
      List<Term> alike = Texts.alike(List.of(left, right));
      return Term.truth(
          Ops.of(BinaryOp.EQUAL, alike.get(0).expression(), alike.get(1).expression()));
    }
    if (right.text() && right.expression() instanceof Constant constant) {
      // The second value is read in the type of the first.
      return equalTo(left, right.categories().get((int) constant.value()), where);
    }
    if (left.text() || right.text()) {
      throw NotCompiled.of(where, "compares text with a number");
    }
    return Term.truth(
        Ops.of(BinaryOp.EQUAL, left.expression(), inTypeOf(left, right, where).expression()));
  }

  /** The second value of a comparison in the type of the first. */
  private static Term inTypeOf(Term left, Term right, PMMLObject where) {
    boolean wider = left.type() == DataType.DOUBLE && right.numeric();
    if (left.type() == right.type() || wider) {
      return right;
    }
    if (left.type() == DataType.FLOAT && right.numeric()) {
      return Casts.to(DataType.FLOAT, null, right, where);
    }
    if (right.expression() instanceof Constant constant) {
      return Term.constant(left.type(), Literals.of(left.type(), constant.value(), where));
    }
    throw NotCompiled.of(
        where, "compares a " + left.type().value() + " with a " + right.type().value());
  }

  /** Whether the first value is below the second, or not above it. */
  static Term less(Term left, Term right, boolean orEqual, PMMLObject where) {
    requireOrdered(left, where);
    Expression first = left.expression();
    Expression second = right.expression();
    boolean fractions = left.type() == DataType.INTEGER && right.numeric();
    if (!fractions) {
      second = inTypeOf(left, right, where).expression();
    }
    return Term.truth(Ops.of(orEqual ? BinaryOp.LESS_OR_EQUAL : BinaryOp.LESS, first, second));
  }

  /** Requires a value that has an order. */
  static void requireOrdered(Term value, PMMLObject where) {
    boolean ordered =
        value.type() == DataType.BOOLEAN || (value.opType() != OpType.CATEGORICAL && !value.text());
    if (!ordered) {
      throw NotCompiled.of(where, "compares a categorical value");
    }
  }
}
