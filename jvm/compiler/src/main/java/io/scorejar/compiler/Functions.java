package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.Apply;
import org.dmg.pmml.DataType;
import org.dmg.pmml.InvalidValueTreatmentMethod;

/**
 * PMML's functions.
 *
 * <p>Of JPMML come the types of results and what happens to missing arguments: arithmetic passes
 * them on, aggregates leave them out, all else refuses the row. A result that is no number (0 / 0)
 * refuses the row as well, unless the {@code Apply} says that it is missing.
 */
final class Functions {

  /** Of one number, of type double whatever the argument's. */
  private static final Map<String, UnaryOp> REAL =
      Map.ofEntries(
          Map.entry("exp", UnaryOp.EXP),
          Map.entry("expm1", UnaryOp.EXPM1),
          Map.entry("ln", UnaryOp.LN),
          Map.entry("ln1p", UnaryOp.LN1P),
          Map.entry("log10", UnaryOp.LOG10),
          Map.entry("sqrt", UnaryOp.SQRT),
          Map.entry("sin", UnaryOp.SIN),
          Map.entry("cos", UnaryOp.COS),
          Map.entry("tan", UnaryOp.TAN),
          Map.entry("asin", UnaryOp.ASIN),
          Map.entry("acos", UnaryOp.ACOS),
          Map.entry("atan", UnaryOp.ATAN),
          Map.entry("sinh", UnaryOp.SINH),
          Map.entry("cosh", UnaryOp.COSH),
          Map.entry("tanh", UnaryOp.TANH));

  private static final Set<String> OTHERS =
      Set.of(
          "+",
          "-",
          "*",
          "/",
          "x-modulo",
          "modulo",
          "pow",
          "threshold",
          "min",
          "max",
          "sum",
          "avg",
          "product",
          "abs",
          "floor",
          "ceil",
          "round",
          "rint",
          "isMissing",
          "isNotMissing",
          "equal",
          "notEqual",
          "lessThan",
          "lessOrEqual",
          "greaterThan",
          "greaterOrEqual",
          "and",
          "or",
          "not",
          "isIn",
          "isNotIn",
          "if",
          "uppercase",
          "lowercase",
          "trimBlanks",
          "substring",
          "stringLength",
          "concat",
          "matches",
          "replace");

  private Functions() {}

  /** Whether PMML has a function of this name, so that it is not one of the document. */
  static boolean known(String name) {
    return REAL.containsKey(name) || OTHERS.contains(name);
  }

  /**
   * The result of a function.
   *
   * @throws NotCompiled if it is not taken
   */
  static Term of(Apply apply, List<Term> arguments) {
    String name = apply.requireFunction();
    if (REAL.containsKey(name)) {
      Term x = required(argument(apply, arguments, 0, 1));
      requireNumbers(apply, List.of(x));
      return undefined(apply, Ops.of(REAL.get(name), x.expression()), DataType.DOUBLE, x);
    }
    return switch (name) {
      case "+" -> arithmetic(apply, arguments, BinaryOp.ADD, BinaryOp.ADD_INTEGERS);
      case "-" -> arithmetic(apply, arguments, BinaryOp.SUBTRACT, BinaryOp.SUBTRACT_INTEGERS);
      case "*" -> arithmetic(apply, arguments, BinaryOp.MULTIPLY, BinaryOp.MULTIPLY_INTEGERS);
      case "/" -> arithmetic(apply, arguments, BinaryOp.DIVIDE, BinaryOp.DIVIDE_INTEGERS);
      case "x-modulo", "modulo" -> arithmetic(apply, arguments, BinaryOp.MODULO, null);
      case "pow" -> power(apply, arguments);
      case "threshold" -> threshold(apply, arguments);
      case "min" -> extreme(apply, arguments, BinaryOp.LEAST);
      case "max" -> extreme(apply, arguments, BinaryOp.GREATEST);
      case "sum" -> sum(apply, arguments);
      case "abs", "rint" -> sameType(apply, arguments);
      case "floor", "ceil", "round" -> rounded(apply, arguments);
      case "isMissing" -> Term.truth(isMissing(argument(apply, arguments, 0, 1)));
      case "isNotMissing" -> Term.truth(Ops.not(isMissing(argument(apply, arguments, 0, 1))));
      case "equal" -> equal(apply, arguments);
      case "notEqual" -> Term.truth(Ops.not(equal(apply, arguments).expression()));
      case "lessThan" -> less(apply, arguments, 0, 1, false);
      case "lessOrEqual" -> less(apply, arguments, 0, 1, true);
      case "greaterThan" -> Term.truth(Ops.not(less(apply, arguments, 0, 1, true).expression()));
      case "greaterOrEqual" ->
          Term.truth(Ops.not(less(apply, arguments, 0, 1, false).expression()));
      case "and" -> logical(apply, arguments, BinaryOp.AND);
      case "or" -> logical(apply, arguments, BinaryOp.OR);
      case "not" -> Term.truth(Ops.not(truth(apply, required(argument(apply, arguments, 0, 1)))));
      case "isIn" -> Term.truth(isIn(apply, arguments));
      case "isNotIn" -> Term.truth(Ops.not(isIn(apply, arguments)));
      case "if" -> choice(apply, arguments);
      case "uppercase" -> text(apply, arguments, text -> text.toUpperCase(Locale.ROOT));
      case "lowercase" -> text(apply, arguments, text -> text.toLowerCase(Locale.ROOT));
      case "trimBlanks" -> text(apply, arguments, String::trim);
      default -> throw NotCompiled.of(apply, "the function '" + name + "' is not compiled");
    };
  }

  /** What {@code mapMissingTo} and {@code defaultValue} make of a result. */
  static Term defaults(Apply apply, List<Term> arguments, Term result) {
    Term defaulted = result;
    if (apply.getDefaultValue() != null) {
      defaulted = orElse(apply, defaulted, apply.getDefaultValue());
    }
    if (apply.getMapMissingTo() != null) {
      if (apply.requireFunction().equals("if")) {
        throw NotCompiled.of(apply, "mapMissingTo of 'if' is not compiled");
      }
      List<Expression> missing = new ArrayList<>();
      arguments.forEach(argument -> missing.add(isMissing(argument)));
      Term other = literal(apply.getMapMissingTo());
      Term cast = Casts.to(defaulted.type(), null, other, apply);
      if (defaulted.text()) {
        throw NotCompiled.of(apply, "mapMissingTo of text is not compiled");
      }
      defaulted =
          defaulted.with(Ops.choice(Ops.any(missing), cast.expression(), defaulted.expression()));
    }
    return defaulted;
  }

  private static Term orElse(Apply apply, Term result, Object value) {
    if (result.text()) {
      return Texts.orElse(result, value.toString());
    }
    Term other = Casts.to(result.type(), null, literal(value), apply);
    return result.with(Ops.orElse(result.expression(), ((Constant) other.expression()).value()));
  }

  private static Term literal(Object value) {
    DataType type = value instanceof String ? DataType.STRING : Literals.constantType(value);
    return Term.constant(type, value);
  }

  private static Term argument(Apply apply, List<Term> arguments, int index, int count) {
    if (arguments.size() != count) {
      throw NotCompiled.of(apply, "'" + apply.requireFunction() + "' of " + arguments.size());
    }
    return arguments.get(index);
  }

  /** A value without which a row is refused. */
  private static Term required(Term value) {
    return Missing.never(value.expression())
        ? value
        : value.with(Ops.of(UnaryOp.REQUIRED, value.expression()));
  }

  private static Expression isMissing(Term value) {
    return Ops.of(UnaryOp.IS_MISSING, value.expression());
  }

  private static void requireNumbers(Apply apply, List<Term> arguments) {
    for (Term argument : arguments) {
      if (!argument.numeric() && !argument.alwaysMissing()) {
        throw NotCompiled.of(
            apply, "'" + apply.requireFunction() + "' of a " + argument.type().value());
      }
    }
  }

  private static DataType common(Term left, Term right) {
    if (left.type() == DataType.DOUBLE || right.type() == DataType.DOUBLE) {
      return DataType.DOUBLE;
    }
    return left.type() == DataType.FLOAT || right.type() == DataType.FLOAT
        ? DataType.FLOAT
        : DataType.INTEGER;
  }

  private static Term arithmetic(
      Apply apply, List<Term> arguments, BinaryOp op, BinaryOp ofIntegers) {
    Term left = argument(apply, arguments, 0, 2);
    Term right = argument(apply, arguments, 1, 2);
    if (left.alwaysMissing() || right.alwaysMissing()) {
      return Term.missing(DataType.DOUBLE);
    }
    requireNumbers(apply, arguments);
    DataType type = common(left, right);
    if (type == DataType.INTEGER) {
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

  private static Term power(Apply apply, List<Term> arguments) {
    Term base = required(argument(apply, arguments, 0, 2));
    Term exponent = required(argument(apply, arguments, 1, 2));
    requireNumbers(apply, List.of(base, exponent));
    DataType type = common(base, exponent);
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

  private static Term threshold(Apply apply, List<Term> arguments) {
    Term left = required(argument(apply, arguments, 0, 2));
    Term right = required(argument(apply, arguments, 1, 2));
    requireNumbers(apply, List.of(left, right));
    return Term.number(
        Ops.of(BinaryOp.LESS, right.expression(), left.expression()), common(left, right));
  }

  private static Term extreme(Apply apply, List<Term> arguments, BinaryOp op) {
    requireNumbers(apply, arguments);
    requireOneType(apply, arguments);
    Expression result = arguments.get(0).expression();
    for (int i = 1; i < arguments.size(); i++) {
      result = Ops.of(op, result, arguments.get(i).expression());
    }
    return Term.number(Ops.of(UnaryOp.VALUE, result), arguments.get(0).type());
  }

  private static void requireOneType(Apply apply, List<Term> arguments) {
    // The type of the result is that of the arguments which are there.
    for (Term argument : arguments) {
      if (argument.type() != arguments.get(0).type()) {
        throw NotCompiled.of(
            apply, "'" + apply.requireFunction() + "' of several types is not compiled");
      }
    }
  }

  private static Term sum(Apply apply, List<Term> arguments) {
    requireNumbers(apply, arguments);
    requireOneType(apply, arguments);
    if (arguments.get(0).type() != DataType.DOUBLE) {
      throw NotCompiled.of(apply, "'sum' of other types than double is not compiled");
    }
    Expression total = Ops.number(0);
    Expression missing = Ops.truth(true);
    for (Term argument : arguments) {
      total = Ops.of(BinaryOp.ADD, total, Ops.orElse(argument.expression(), 0));
      missing = Ops.of(BinaryOp.AND, missing, isMissing(argument));
    }
    if (arguments.size() > 1) {
      total = Ops.of(BinaryOp.VALID, Ops.number(0), total);
    }
    return Term.number(Ops.choice(missing, Ops.MISSING, total), DataType.DOUBLE);
  }

  private static Term sameType(Apply apply, List<Term> arguments) {
    Term x = required(argument(apply, arguments, 0, 1));
    requireNumbers(apply, List.of(x));
    UnaryOp op = apply.requireFunction().equals("abs") ? UnaryOp.ABS : UnaryOp.RINT;
    return Term.number(Ops.of(op, x.expression()), x.type());
  }

  private static Term rounded(Apply apply, List<Term> arguments) {
    Term x = required(argument(apply, arguments, 0, 1));
    requireNumbers(apply, List.of(x));
    UnaryOp op =
        switch (apply.requireFunction()) {
          case "floor" -> UnaryOp.FLOOR;
          case "ceil" -> UnaryOp.CEILING;
          default -> x.type() == DataType.FLOAT ? UnaryOp.ROUND_FLOAT : UnaryOp.ROUND;
        };
    return Term.number(Ops.of(UnaryOp.INTEGER, Ops.of(op, x.expression())), DataType.INTEGER);
  }

  private static Term equal(Apply apply, List<Term> arguments) {
    return Comparisons.equal(
        required(argument(apply, arguments, 0, 2)),
        required(argument(apply, arguments, 1, 2)),
        apply);
  }

  private static Term less(
      Apply apply, List<Term> arguments, int first, int second, boolean orEqual) {
    return Comparisons.less(
        required(argument(apply, arguments, first, 2)),
        required(argument(apply, arguments, second, 2)),
        orEqual,
        apply);
  }

  private static Expression truth(Apply apply, Term value) {
    return Casts.to(DataType.BOOLEAN, null, value, apply).expression();
  }

  private static Term logical(Apply apply, List<Term> arguments, BinaryOp op) {
    if (arguments.size() < 2) {
      throw NotCompiled.of(apply, "'" + apply.requireFunction() + "' of " + arguments.size());
    }
    Expression result = null;
    for (Term argument : arguments) {
      Expression truth = truth(apply, required(argument));
      result = result == null ? truth : Ops.of(op, result, truth);
    }
    return Term.truth(result);
  }

  private static Expression isIn(Apply apply, List<Term> arguments) {
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
    return Ops.choice(isMissing(value), Ops.truth(missingIsIn), Ops.any(equal));
  }

  private static Term choice(Apply apply, List<Term> arguments) {
    if (arguments.size() < 2 || arguments.size() > 3) {
      throw NotCompiled.of(apply, "'if' of " + arguments.size());
    }
    Expression condition = truth(apply, required(arguments.get(0)));
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

  private static Term mixed(Apply apply, Expression condition, Term then, Term otherwise) {
    boolean doubles = common(then, otherwise) == DataType.DOUBLE;
    if (!doubles) {
      throw NotCompiled.of(
          apply, "'if' of " + then.type().value() + " and " + otherwise.type().value());
    }
    return Term.number(
        Ops.choice(condition, then.expression(), otherwise.expression()), DataType.DOUBLE);
  }

  private static Term text(
      Apply apply, List<Term> arguments, java.util.function.UnaryOperator<String> function) {
    Term value = required(argument(apply, arguments, 0, 1));
    if (!value.text()) {
      throw NotCompiled.of(apply, "'" + apply.requireFunction() + "' of no text");
    }
    return Texts.mapped(value, function, apply);
  }
}
