package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.UnaryOp;
import java.util.List;
import org.dmg.pmml.Apply;
import org.dmg.pmml.DataType;
import org.dmg.pmml.InvalidValueTreatmentMethod;

/**
 * Functions of numbers: missing arguments are passed on by operators, left out by aggregates, and
 * refused by all else.
 */
final class Arithmetic {

  private Arithmetic() {}

  /** A function of one number, of type double whatever the argument's. */
  static Term real(Apply apply, List<Term> arguments, UnaryOp op) {
    Term x = Arguments.required(Arguments.argument(apply, arguments, 0, 1));
    Arguments.requireNumbers(apply, List.of(x));
    return undefined(apply, Ops.of(op, x.expression()), DataType.DOUBLE, x);
  }

  static Term arithmetic(Apply apply, List<Term> arguments, BinaryOp op, BinaryOp ofIntegers) {
    Term left = Arguments.argument(apply, arguments, 0, 2);
    Term right = Arguments.argument(apply, arguments, 1, 2);
    if (left.alwaysMissing() || right.alwaysMissing()) {
      return Term.missing(DataType.DOUBLE);
    }
    Arguments.requireNumbers(apply, arguments);
    DataType type = Arguments.common(left, right);
    if (type == DataType.INTEGER) {
      if (op == BinaryOp.MODULO && finite(right) && !zero(right)) {
        // In doubles too it is what Math.floorMod gives: both are whole numbers of 32 bits.
        return Term.number(Ops.of(op, left.expression(), right.expression()), type);
      }
      if (ofIntegers == null || apply.getInvalidValueTreatment() != returnInvalid()) {
        throw NotCompiled.of(apply, "'" + apply.requireFunction() + "' of integers");
      }
      return Term.number(
          Ops.of(ofIntegers, left.expression(), right.expression()), DataType.INTEGER);
    }
    boolean zeroMatters = op == BinaryOp.DIVIDE || op == BinaryOp.MODULO;
    Expression divisor =
        zeroMatters && !(right.expression() instanceof Constant)
            ? Ops.of(UnaryOp.VALUE, right.expression())
            : right.expression();
    Expression result = Ops.of(op, left.expression(), divisor);
    if (type == DataType.FLOAT) {
      result = Ops.of(UnaryOp.FLOAT, result);
    }
    return defined(left, right, op)
        ? Term.number(result, type)
        : undefined(apply, result, type, left, right);
  }

  static Term power(Apply apply, List<Term> arguments) {
    Term base = Arguments.required(Arguments.argument(apply, arguments, 0, 2));
    Term exponent = Arguments.required(Arguments.argument(apply, arguments, 1, 2));
    Arguments.requireNumbers(apply, List.of(base, exponent));
    DataType type = Arguments.common(base, exponent);
    if (type == DataType.INTEGER) {
      throw NotCompiled.of(apply, "'pow' of integers");
    }
    Expression result =
        Ops.of(BinaryOp.POWER, Ops.of(UnaryOp.VALUE, base.expression()), exponent.expression());
    if (type == DataType.FLOAT) {
      result = Ops.of(UnaryOp.FLOAT, result);
    }
    return undefined(apply, result, type, base, exponent);
  }

  static Term threshold(Apply apply, List<Term> arguments) {
    Term left = Arguments.required(Arguments.argument(apply, arguments, 0, 2));
    Term right = Arguments.required(Arguments.argument(apply, arguments, 1, 2));
    Arguments.requireNumbers(apply, List.of(left, right));
    return Term.number(
        Ops.of(BinaryOp.LESS, right.expression(), left.expression()),
        Arguments.common(left, right));
  }

  static Term extreme(Apply apply, List<Term> arguments, BinaryOp op) {
    Arguments.requireNumbers(apply, arguments);
    Arguments.requireOneType(apply, arguments);
    Expression result = arguments.get(0).expression();
    for (int i = 1; i < arguments.size(); i++) {
      result = Ops.of(op, result, arguments.get(i).expression());
    }
    return Term.number(Ops.of(UnaryOp.VALUE, result), arguments.get(0).type());
  }

  static Term sum(Apply apply, List<Term> arguments) {
    Arguments.requireNumbers(apply, arguments);
    Arguments.requireOneType(apply, arguments);
    if (arguments.get(0).type() != DataType.DOUBLE) {
      throw NotCompiled.of(apply, "'sum' of other types than double is not compiled");
    }
    Expression total = Ops.number(0);
    Expression missing = Ops.truth(true);
    for (Term argument : arguments) {
      total = Ops.of(BinaryOp.ADD, total, Ops.orElse(argument.expression(), 0));
      missing = Ops.of(BinaryOp.AND, missing, Arguments.isMissing(argument));
    }
    if (arguments.size() > 1) {
      total = Ops.of(BinaryOp.VALID, Ops.number(0), total);
    }
    return Term.number(Ops.choice(missing, Ops.MISSING, total), DataType.DOUBLE);
  }

  static Term sameType(Apply apply, List<Term> arguments) {
    Term x = Arguments.required(Arguments.argument(apply, arguments, 0, 1));
    Arguments.requireNumbers(apply, List.of(x));
    UnaryOp op = apply.requireFunction().equals("abs") ? UnaryOp.ABS : UnaryOp.RINT;
    return Term.number(Ops.of(op, x.expression()), x.type());
  }

  static Term rounded(Apply apply, List<Term> arguments) {
    Term x = Arguments.required(Arguments.argument(apply, arguments, 0, 1));
    Arguments.requireNumbers(apply, List.of(x));
    UnaryOp op =
        switch (apply.requireFunction()) {
          case "floor" -> UnaryOp.FLOOR;
          case "ceil" -> UnaryOp.CEILING;
          default -> x.type() == DataType.FLOAT ? UnaryOp.ROUND_FLOAT : UnaryOp.ROUND;
        };
    return Term.number(Ops.of(UnaryOp.INTEGER, Ops.of(op, x.expression())), DataType.INTEGER);
  }

  private static InvalidValueTreatmentMethod returnInvalid() {
    return InvalidValueTreatmentMethod.RETURN_INVALID;
  }

  /** Whether arithmetic with a constant has a result for every number, infinities included. */
  private static boolean defined(Term left, Term right, BinaryOp op) {
    boolean leftConstant = finite(left);
    boolean rightConstant = finite(right);
    return switch (op) {
      case ADD, SUBTRACT -> leftConstant || rightConstant;
      case MULTIPLY -> (leftConstant && !zero(left)) || (rightConstant && !zero(right));
      case DIVIDE -> rightConstant && !zero(right);
      default -> false;
    };
  }

  private static boolean finite(Term value) {
    return value.expression() instanceof Constant constant && Double.isFinite(constant.value());
  }

  private static boolean zero(Term value) {
    return ((Constant) value.expression()).value() == 0;
  }

  /** A result that may be no number though no argument is missing. */
  private static Term undefined(Apply apply, Expression result, DataType type, Term... arguments) {
    if (apply.getInvalidValueTreatment() == InvalidValueTreatmentMethod.AS_MISSING) {
      return Term.number(result, type);
    }
    if (apply.getInvalidValueTreatment() != returnInvalid()) {
      throw NotCompiled.of(apply, "invalidValueTreatment is not compiled");
    }
    Expression present = arguments[0].expression();
    for (int i = 1; i < arguments.length; i++) {
      // Missing where one of them is, else a number.
      present = Ops.of(BinaryOp.EQUAL, present, arguments[i].expression());
    }
    return Term.number(Ops.of(BinaryOp.VALID, present, result), type);
  }
}
