package io.scorejar.program;

import java.util.Objects;
import java.util.function.IntConsumer;

/** An operation on two values. */
public record Binary(BinaryOp op, Expression left, Expression right) implements Expression {

  static final int KIND = 3;

  public Binary {
    Objects.requireNonNull(op, "op");
    Objects.requireNonNull(left, "left");
    Objects.requireNonNull(right, "right");
  }

  @Override
  public double value(double[] frame) {
    return op.of(left.value(frame), right.value(frame));
  }

  @Override
  public void reads(IntConsumer slots) {
    left.reads(slots);
    right.reads(slots);
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // The order is part of the binary form.
  public void write(Encoder out) {
    out.octet(KIND);
    out.octet(op.ordinal());
    left.write(out);
    right.write(out);
  }

  @SuppressWarnings("EnumOrdinal")
  static Binary read(Decoder in) {
    BinaryOp op = BinaryOp.values()[in.choice("an operation", BinaryOp.values().length)];
    return new Binary(op, Expression.read(in), Expression.read(in));
  }
}
