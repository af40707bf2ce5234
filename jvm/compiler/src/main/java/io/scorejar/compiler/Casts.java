package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Choice;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Lookup;
import io.scorejar.program.UnaryOp;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMMLObject;

/** Values brought to a data type, as JPMML does it where a field or a parameter declares one. */
final class Casts {

  private Casts() {}

  /**
   * The value in another type; a null type or opType leaves its own.
   *
   * @throws NotCompiled if there is no such cast, or none that can be said in doubles
   */
  static Term to(DataType type, OpType opType, Term value, PMMLObject where) {
    DataType wanted = type == null ? value.type() : type;
    OpType wantedOp = opType == null ? value.opType() : opType;
    if (wanted == value.type()) {
      return value.with(wantedOp);
    }
    if (value.alwaysMissing()) {
      return Term.missing(wanted).with(wantedOp);
    }
    if (value.text()) {
      return parsed(wanted, wantedOp, value, where);
    }
    boolean plain = value.numeric() || value.type() == DataType.BOOLEAN;
    if (!plain) {
      throw NotCompiled.of(where, "makes a " + wanted.value() + " of a " + value.type().value());
    }
    Expression number = value.expression();
    Expression cast =
        switch (wanted) {
          case DOUBLE -> number;
          case FLOAT -> value.type() == DataType.BOOLEAN ? number : Ops.of(UnaryOp.FLOAT, number);
          case INTEGER ->
              value.type() == DataType.BOOLEAN || whole(number)
                  ? number
                  : Ops.of(UnaryOp.INTEGER, number);
          case BOOLEAN -> truth(number);
          default ->
              throw NotCompiled.of(
                  where, "makes a " + wanted.value() + " of a " + value.type().value());
        };
    return new Term(cast, wanted, wantedOp, null);
  }

  /** Whether an expression gives whole numbers of 32 bits only. */
  static boolean whole(Expression expression) {
    if (expression instanceof Constant constant) {
      return Double.isNaN(constant.value()) || constant.value() == (int) constant.value();
    }
    if (expression instanceof Lookup table) {
      boolean whole = whole(new Constant(table.other())) && whole(new Constant(table.missing()));
      for (double value : table.values()) {
        whole &= whole(new Constant(value));
      }
      return whole;
    }
    if (expression instanceof Choice choice) {
      return whole(choice.then()) && whole(choice.otherwise());
    }
    return expression instanceof io.scorejar.program.Binary binary
        && binary.op() == BinaryOp.OR_ELSE
        && whole(binary.left())
        && whole(binary.right());
  }

  /** 0 and 1 are truth values; a row with any other number is refused. */
  private static Expression truth(Expression number) {
    return Ops.choice(
        Ops.of(BinaryOp.OR, Ops.equal(number, 0), Ops.equal(number, 1)), number, Ops.REFUSED);
  }

  private static Term parsed(DataType type, OpType opType, Term value, PMMLObject where) {
    Texts.requireKnown(value, where);
    double[] numbers =
        value.categories().stream().mapToDouble(c -> Literals.number(type, c, where)).toArray();
    Expression expression =
        value.expression() instanceof Constant constant
            ? new Constant(numbers[(int) constant.value()])
            : new Lookup(value.expression(), numbers, Double.NaN, Double.NaN);
    return new Term(expression, type, opType, null);
  }
}
