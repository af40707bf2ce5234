package io.scorejar.program;

import java.util.function.IntConsumer;

/** The same value on every frame; NaN is a missing one. */
public record Constant(double value) implements Expression {

  static final int KIND = 1;

  @Override
  public double value(double[] frame) {
    return value;
  }

  @Override
  public void reads(IntConsumer slots) {}

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    out.number(value);
  }
}
