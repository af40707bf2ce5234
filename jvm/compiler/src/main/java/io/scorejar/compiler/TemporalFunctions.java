package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.UnaryOp;
import java.time.LocalDate;
import java.util.List;
import org.dmg.pmml.Apply;
import org.dmg.pmml.DataType;

/** Functions of dates and times, which frames have as days and seconds. */
final class TemporalFunctions {

  private static final double SECONDS_A_DAY = 86_400;

  private TemporalFunctions() {}

  /** Days from the first day of a year to a date. */
  static Term daysSinceYear(Apply apply, List<Term> arguments) {
    Term date = Arguments.required(Arguments.argument(apply, arguments, 0, 2));
    requireType(apply, date, DataType.DATE);
    return whole(Ops.of(BinaryOp.SUBTRACT, date.expression(), Ops.number(start(apply, arguments))));
  }

  /** Full seconds from the start of a year to a date and time. */
  static Term secondsSinceYear(Apply apply, List<Term> arguments) {
    Term time = Arguments.required(Arguments.argument(apply, arguments, 0, 2));
    requireType(apply, time, DataType.DATE_TIME);
    double start = start(apply, arguments) * SECONDS_A_DAY;
    Expression seconds = Ops.of(BinaryOp.SUBTRACT, time.expression(), Ops.number(start));
    // Towards zero, on either side of it.
    return whole(
        Ops.choice(
            Ops.of(BinaryOp.LESS, seconds, Ops.number(0)),
            Ops.of(UnaryOp.CEILING, seconds),
            Ops.of(UnaryOp.FLOOR, seconds)));
  }

  /** Full seconds from midnight to a time. */
  static Term secondsSinceMidnight(Apply apply, List<Term> arguments) {
    Term time = Arguments.required(Arguments.argument(apply, arguments, 0, 1));
    requireType(apply, time, DataType.TIME);
    return whole(Ops.of(UnaryOp.FLOOR, time.expression()));
  }

  private static void requireType(Apply apply, Term value, DataType type) {
    if (value.type() != type) {
      throw NotCompiled.of(apply, "'" + apply.requireFunction() + "' of a " + value.type().value());
    }
  }

  /** The day on which the year begins that is the second argument. */
  private static double start(Apply apply, List<Term> arguments) {
    Term year = Arguments.argument(apply, arguments, 1, 2);
    boolean known =
        year.type() == DataType.INTEGER
            && year.expression() instanceof Constant constant
            && !Double.isNaN(constant.value());
    if (!known) {
      throw NotCompiled.of(apply, "a year that is no constant is not compiled");
    }
    return LocalDate.of((int) ((Constant) year.expression()).value(), 1, 1).toEpochDay();
  }

  private static Term whole(Expression number) {
    return Term.number(Ops.of(UnaryOp.INTEGER, number), DataType.INTEGER);
  }
}
