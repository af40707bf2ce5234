package io.scorejar.program;

import java.util.Objects;
import java.util.function.IntConsumer;

/** An operation on one value. */
public record Unary(UnaryOp op, Expression argument) implements Expression {

  static final int KIND = 2;

  public Unary {
    Objects.requireNonNull(op, "op");
    Objects.requireNonNull(argument, "argument");
  }

  @Override
  public double value(double[] frame) {
    return op.of(argument.value(frame));
  }

  @Override
  public void reads(IntConsumer slots) {
    argument.reads(slots);
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // The order is part of the binary form.
  public void write(Encoder out) {
    out.octet(KIND);
    out.octet(op.ordinal());
    argument.write(out);
  }

  @SuppressWarnings("EnumOrdinal")
  static Unary read(Decoder in) {
    UnaryOp op = UnaryOp.values()[in.choice("an operation", UnaryOp.values().length)];
    return new Unary(op, Expression.read(in));
  }
}
