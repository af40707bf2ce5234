package io.scorejar.compiler;

import io.scorejar.program.Expression;
import io.scorejar.program.UnaryOp;
import java.util.List;
import org.dmg.pmml.Apply;
import org.dmg.pmml.DataType;

/** What functions require of their arguments. */
final class Arguments {

  private Arguments() {}

  static Term argument(Apply apply, List<Term> arguments, int index, int count) {
    if (arguments.size() != count) {
      throw NotCompiled.of(apply, "'" + apply.requireFunction() + "' of " + arguments.size());
    }
    return arguments.get(index);
  }

  /** A value without which a row is refused. */
  static Term required(Term value) {
    return Missing.never(value.expression())
        ? value
        : value.with(Ops.of(UnaryOp.REQUIRED, value.expression()));
  }

  static Expression isMissing(Term value) {
    return Ops.of(UnaryOp.IS_MISSING, value.expression());
  }

  static void requireNumbers(Apply apply, List<Term> arguments) {
    for (Term argument : arguments) {
      if (!argument.numeric() && !argument.alwaysMissing()) {
        throw NotCompiled.of(
            apply, "'" + apply.requireFunction() + "' of a " + argument.type().value());
      }
    }
  }

  static void requireOneType(Apply apply, List<Term> arguments) {
    // The type of the result is that of the arguments which are there.
    for (Term argument : arguments) {
      if (argument.type() != arguments.get(0).type()) {
        throw NotCompiled.of(
            apply, "'" + apply.requireFunction() + "' of several types is not compiled");
      }
    }
  }

  static DataType common(Term left, Term right) {
    if (left.type() == DataType.DOUBLE || right.type() == DataType.DOUBLE) {
      return DataType.DOUBLE;
    }
    return left.type() == DataType.FLOAT || right.type() == DataType.FLOAT
        ? DataType.FLOAT
        : DataType.INTEGER;
  }
}
