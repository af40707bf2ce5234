package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.UnaryOp;
import org.dmg.pmml.MathContext;
import org.dmg.pmml.Model;

/** The arithmetic of a model's own values: in double, or in float where its PMML says so. */
record Reals(boolean floats) {

  static Reals of(Model model) {
    return new Reals(model.getMathContext() == MathContext.FLOAT);
  }

  /** A number of the document. */
  double number(Number value) {
    return floats ? value.floatValue() : value.doubleValue();
  }

  Expression rounded(Expression value) {
    return floats ? Ops.of(UnaryOp.FLOAT, value) : value;
  }

  Expression add(Expression left, Expression right) {
    return rounded(Ops.of(BinaryOp.ADD, left, right));
  }

  Expression subtract(Expression left, Expression right) {
    return rounded(Ops.of(BinaryOp.SUBTRACT, left, right));
  }

  Expression multiply(Expression left, Expression right) {
    return rounded(Ops.of(BinaryOp.MULTIPLY, left, right));
  }

  Expression divide(Expression left, Expression right) {
    return rounded(Ops.of(BinaryOp.DIVIDE, left, right));
  }

  Expression exp(Expression value) {
    return Ops.of(floats ? UnaryOp.EXP_FLOAT : UnaryOp.EXP, value);
  }

  Expression logit(Expression value) {
    return Ops.of(floats ? UnaryOp.LOGIT_FLOAT : UnaryOp.LOGIT, value);
  }

  /** A number divided by another, as a model does it. */
  double divide(double left, double right) {
    return floats ? (float) left / (float) right : left / right;
  }

  double add(double left, double right) {
    return floats ? (float) left + (float) right : left + right;
  }

  double multiply(double left, double right) {
    return floats ? (float) left * (float) right : left * right;
  }
}
