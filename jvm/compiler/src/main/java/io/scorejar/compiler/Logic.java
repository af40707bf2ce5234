package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.Apply;
import org.dmg.pmml.DataType;

/** Functions that compare, join truth, and choose. */
final class Logic {

  private Logic() {}

  static Term equal(Apply apply, List<Term> arguments) {
    return Comparisons.equal(
        Arguments.required(Arguments.argument(apply, arguments, 0, 2)),
        Arguments.required(Arguments.argument(apply, arguments, 1, 2)),
        apply);
  }

  static Term less(Apply apply, List<Term> arguments, int first, int second, boolean orEqual) {
    return Comparisons.less(
        Arguments.required(Arguments.argument(apply, arguments, first, 2)),
        Arguments.required(Arguments.argument(apply, arguments, second, 2)),
        orEqual,
        apply);
  }

  /** The opposite of a truth. */
  static Expression not(Apply apply, List<Term> arguments) {
    return Ops.not(truth(apply, Arguments.required(Arguments.argument(apply, arguments, 0, 1))));
  }

  static Term logical(Apply apply, List<Term> arguments, BinaryOp op) {
    if (arguments.size() < 2) {
      throw NotCompiled.of(apply, "'" + apply.requireFunction() + "' of " + arguments.size());
    }
    Expression result = null;
    for (Term argument : arguments) {
      Expression truth = truth(apply, Arguments.required(argument));
      result = result == null ? truth : Ops.of(op, result, truth);
    }
    return Term.truth(result);
  }

  static Expression isIn(Apply apply, List<Term> arguments) {
    if (arguments.size() < 2) {
      throw NotCompiled.of(apply, "'" + apply.requireFunction() + "' of " + arguments.size());
    }
    Term value = arguments.get(0);
    List<Expression> equal = new ArrayList<>();
    boolean missingIsIn = false;
    for (Term other : arguments.subList(1, arguments.size())) {
      if (other.alwaysMissing()) {
        missingIsIn = true;
      } else if (other.expression() instanceof Constant) {
        equal.add(Comparisons.equal(value, other, apply).expression());
      } else {
        throw NotCompiled.of(apply, "a set that is not constant is not compiled");
      }
    }
    return Ops.choice(Arguments.isMissing(value), Ops.truth(missingIsIn), Ops.any(equal));
  }

  static Term choice(Apply apply, List<Term> arguments) {
    if (arguments.size() < 2 || arguments.size() > 3) {
      throw NotCompiled.of(apply, "'if' of " + arguments.size());
    }
    Expression condition = truth(apply, Arguments.required(arguments.get(0)));
    Term then = arguments.get(1);
    Term otherwise = arguments.size() > 2 ? arguments.get(2) : Term.missing(then.type());
    if (then.text() && otherwise.text()) {
      List<Term> alike = Texts.alike(List.of(then, otherwise));
      return new Term(
          Ops.choice(condition, alike.get(0).expression(), alike.get(1).expression()),
          DataType.STRING,
          then.opType(),
          alike.get(0).categories(),
          then.open() || otherwise.open());
    }
    if (then.alwaysMissing()) {
      then = Term.missing(otherwise.type()).with(otherwise.opType());
    } else if (otherwise.alwaysMissing()) {
      otherwise = Term.missing(then.type()).with(then.opType());
    }
    if (then.type() != otherwise.type() && then.numeric() && otherwise.numeric()) {
      // The result has the type of the branch that is taken; arithmetic hardly tells them apart.
      return mixed(apply, condition, then, otherwise);
    }
    if (then.type() != otherwise.type()) {
      throw NotCompiled.of(
          apply, "'if' of " + then.type().value() + " and " + otherwise.type().value());
    }
    return new Term(
        Ops.choice(condition, then.expression(), otherwise.expression()),
        then.type(),
        then.opType(),
        then.categories(),
        then.open() || otherwise.open());
  }

  private static Expression truth(Apply apply, Term value) {
    return Casts.to(DataType.BOOLEAN, null, value, apply).expression();
  }

  private static Term mixed(Apply apply, Expression condition, Term then, Term otherwise) {
    boolean doubles = Arguments.common(then, otherwise) == DataType.DOUBLE;
    if (!doubles) {
      throw NotCompiled.of(
          apply, "'if' of " + then.type().value() + " and " + otherwise.type().value());
    }
    return Term.number(
        Ops.choice(condition, then.expression(), otherwise.expression()), DataType.DOUBLE);
  }
}
