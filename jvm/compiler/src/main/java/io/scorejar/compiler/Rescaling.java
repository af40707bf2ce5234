package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.UnaryOp;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Target;

/** What {@code Targets} make of a predicted number, and its cast to the target's type. */
final class Rescaling {

  private Rescaling() {}

  /** The number that is answered. */
  static Term of(io.scorejar.compiler.Target target, Expression value, Reals reals) {
    Expression scaled = value;
    Target rules = target.rules();
    if (rules != null) {
      scaled = rescaled(rules, value, reals);
    }
    return cast(target, scaled, reals);
  }

  private static Expression rescaled(Target rules, Expression value, Reals reals) {
    Expression scaled = value;
    if (rules.getMin() != null || rules.getMax() != null) {
      // A missing value stays missing: the bounds come into play where there is one.
      Expression bounded = scaled;
      if (rules.getMin() != null) {
        bounded = Ops.of(BinaryOp.GREATEST, bounded, Ops.number(reals.number(rules.getMin())));
      }
      if (rules.getMax() != null) {
        bounded = Ops.of(BinaryOp.LEAST, bounded, Ops.number(reals.number(rules.getMax())));
      }
      scaled = Ops.choice(Ops.of(UnaryOp.IS_MISSING, value), Ops.MISSING, bounded);
    }
    double factor = reals.number(rules.getRescaleFactor());
    double constant = reals.number(rules.getRescaleConstant());
    if (factor != 1) {
      scaled = reals.multiply(scaled, Ops.number(factor));
    }
    if (constant != 0) {
      scaled = reals.add(scaled, Ops.number(constant));
    }
    if (rules.getCastInteger() == null) {
      return scaled;
    }
    return switch (rules.getCastInteger()) {
      case ROUND -> Ops.of(reals.floats() ? UnaryOp.ROUND_FLOAT : UnaryOp.ROUND, scaled);
      case CEILING -> Ops.of(UnaryOp.CEILING, scaled);
      case FLOOR -> Ops.of(UnaryOp.FLOOR, scaled);
    };
  }

  private static Term cast(io.scorejar.compiler.Target target, Expression value, Reals reals) {
    Term made = Term.number(value, reals.floats() ? DataType.FLOAT : DataType.DOUBLE);
    if (target.type() != DataType.INTEGER
        && target.type() != DataType.FLOAT
        && target.type() != DataType.DOUBLE) {
      throw new NotCompiled(
          "MiningField: a predicted " + target.type().value() + " is not compiled");
    }
    Expression cast = value;
    if (target.type() == DataType.FLOAT && made.type() != DataType.FLOAT) {
      cast = Ops.of(UnaryOp.FLOAT, value);
    } else if (target.type() == DataType.INTEGER && !(value instanceof Constant)) {
      cast = Ops.of(UnaryOp.INTEGER, value);
    }
    return new Term(cast, target.type(), target.opType(), null);
  }

  /** The same of a number that is known. */
  static double of(io.scorejar.compiler.Target target, double value, Reals reals) {
    if (Double.isNaN(value)) {
      return value;
    }
    return of(target, new Constant(value), reals).expression().value(new double[0]);
  }
}
