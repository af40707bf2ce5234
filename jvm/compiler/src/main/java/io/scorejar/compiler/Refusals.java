package io.scorejar.compiler;

import io.scorejar.program.Binary;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Bins;
import io.scorejar.program.Choice;
import io.scorejar.program.Expression;
import io.scorejar.program.Line;
import io.scorejar.program.Lookup;
import io.scorejar.program.Unary;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.List;

/**
 * An expression that may refuse a row, taken apart: its value where it does not, and whether it
 * does. JPMML refuses a row when it comes to read such a value, which a tree may never do.
 *
 * @param value that refuses nothing
 * @param refused truth, never missing
 */
record Refusals(Expression value, Expression refused) {

  /** The parts of an expression; null where they cannot be told apart. */
  static Refusals of(Expression expression) {
    List<Expression> causes = new ArrayList<>();
    Expression value = stripped(expression, causes);
    return value == null ? null : new Refusals(value, Ops.any(causes));
  }

  private static Expression stripped(Expression expression, List<Expression> causes) {
    if (!Folding.refuses(expression)) {
      return expression;
    }
    if (expression instanceof Unary unary) {
      return unary(unary, causes);
    }
    if (expression instanceof Binary binary) {
      return binary(binary, causes);
    }
    if (expression instanceof Choice choice) {
      return choice(choice, causes);
    }
    if (expression instanceof Lookup table) {
      Expression code = stripped(table.code(), causes);
      return code == null ? null : new Lookup(code, table.values(), table.other(), table.missing());
    }
    if (expression instanceof Bins bins) {
      Expression number = stripped(bins.number(), causes);
      return number == null
          ? null
          : new Bins(number, bins.boundaries(), bins.values(), bins.missing());
    }
    if (expression instanceof Line line) {
      Expression number = stripped(line.number(), causes);
      return number == null ? null : new Line(number, line.from(), line.to(), line.outside());
    }
    return null;
  }

  private static Expression unary(Unary unary, List<Expression> causes) {
    Expression argument = stripped(unary.argument(), causes);
    if (argument == null || unary.op() == UnaryOp.INTEGER) {
      return null;
    }
    if (unary.op() == UnaryOp.REQUIRED) {
      causes.add(Ops.of(UnaryOp.IS_MISSING, argument));
      return argument;
    }
    return Ops.of(unary.op(), argument);
  }

  private static Expression binary(Binary binary, List<Expression> causes) {
    switch (binary.op()) {
      case ADD_INTEGERS, SUBTRACT_INTEGERS, MULTIPLY_INTEGERS, DIVIDE_INTEGERS -> {
        return null;
      }
      default -> {
        Expression left = stripped(binary.left(), causes);
        Expression right = stripped(binary.right(), causes);
        if (left == null || right == null) {
          return null;
        }
        if (binary.op() == BinaryOp.VALID) {
          causes.add(
              Ops.of(
                  BinaryOp.LESS,
                  Ops.of(UnaryOp.IS_MISSING, left),
                  Ops.of(UnaryOp.IS_MISSING, right)));
          return right;
        }
        return Ops.of(binary.op(), left, right);
      }
    }
  }

  /** The branch that is not taken refuses nothing. */
  private static Expression choice(Choice choice, List<Expression> causes) {
    Expression condition = stripped(choice.condition(), causes);
    List<Expression> ofThen = new ArrayList<>();
    List<Expression> ofOther = new ArrayList<>();
    Expression then = stripped(choice.then(), ofThen);
    Expression otherwise = stripped(choice.otherwise(), ofOther);
    if (condition == null || then == null || otherwise == null) {
      return null;
    }
    // A missing condition takes neither.
    causes.add(Ops.orElse(new Choice(condition, Ops.any(ofThen), Ops.any(ofOther)), 0));
    return new Choice(condition, then, otherwise);
  }
}
