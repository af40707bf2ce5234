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

/**
 * PMML's functions: which there are, and what stands for their results where those are missing.
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
          "dateDaysSinceYear",
          "dateSecondsSinceYear",
          "dateSecondsSinceMidnight",
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
      return Arithmetic.real(apply, arguments, REAL.get(name));
    }
    return switch (name) {
      case "+" -> Arithmetic.arithmetic(apply, arguments, BinaryOp.ADD, BinaryOp.ADD_INTEGERS);
      case "-" ->
          Arithmetic.arithmetic(apply, arguments, BinaryOp.SUBTRACT, BinaryOp.SUBTRACT_INTEGERS);
      case "*" ->
          Arithmetic.arithmetic(apply, arguments, BinaryOp.MULTIPLY, BinaryOp.MULTIPLY_INTEGERS);
      case "/" ->
          Arithmetic.arithmetic(apply, arguments, BinaryOp.DIVIDE, BinaryOp.DIVIDE_INTEGERS);
      case "x-modulo", "modulo" -> Arithmetic.arithmetic(apply, arguments, BinaryOp.MODULO, null);
      case "pow" -> Arithmetic.power(apply, arguments);
      case "threshold" -> Arithmetic.threshold(apply, arguments);
      case "min" -> Arithmetic.extreme(apply, arguments, BinaryOp.LEAST);
      case "max" -> Arithmetic.extreme(apply, arguments, BinaryOp.GREATEST);
      case "sum" -> Arithmetic.sum(apply, arguments);
      case "abs", "rint" -> Arithmetic.sameType(apply, arguments);
      case "floor", "ceil", "round" -> Arithmetic.rounded(apply, arguments);
      case "isMissing" ->
          Term.truth(Arguments.isMissing(Arguments.argument(apply, arguments, 0, 1)));
      case "isNotMissing" ->
          Term.truth(Ops.not(Arguments.isMissing(Arguments.argument(apply, arguments, 0, 1))));
      case "equal" -> Logic.equal(apply, arguments);
      case "notEqual" -> Term.truth(Ops.not(Logic.equal(apply, arguments).expression()));
      case "lessThan" -> Logic.less(apply, arguments, 0, 1, false);
      case "lessOrEqual" -> Logic.less(apply, arguments, 0, 1, true);
      case "greaterThan" ->
          Term.truth(Ops.not(Logic.less(apply, arguments, 0, 1, true).expression()));
      case "greaterOrEqual" ->
          Term.truth(Ops.not(Logic.less(apply, arguments, 0, 1, false).expression()));
      case "and" -> Logic.logical(apply, arguments, BinaryOp.AND);
      case "or" -> Logic.logical(apply, arguments, BinaryOp.OR);
      case "not" -> Term.truth(Logic.not(apply, arguments));
      case "isIn" -> Term.truth(Logic.isIn(apply, arguments));
      case "isNotIn" -> Term.truth(Ops.not(Logic.isIn(apply, arguments)));
      case "if" -> Logic.choice(apply, arguments);
      case "uppercase" -> text(apply, arguments, text -> text.toUpperCase(Locale.ROOT));
      case "lowercase" -> text(apply, arguments, text -> text.toLowerCase(Locale.ROOT));
      case "trimBlanks" -> text(apply, arguments, String::trim);
      case "dateDaysSinceYear" -> TemporalFunctions.daysSinceYear(apply, arguments);
      case "dateSecondsSinceYear" -> TemporalFunctions.secondsSinceYear(apply, arguments);
      case "dateSecondsSinceMidnight" -> TemporalFunctions.secondsSinceMidnight(apply, arguments);
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
      arguments.forEach(argument -> missing.add(Arguments.isMissing(argument)));
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

  private static Term text(
      Apply apply, List<Term> arguments, java.util.function.UnaryOperator<String> function) {
    Term value = Arguments.required(Arguments.argument(apply, arguments, 0, 1));
    if (!value.text()) {
      throw NotCompiled.of(apply, "'" + apply.requireFunction() + "' of no text");
    }
    return Texts.mapped(value, function, apply);
  }
}
