package io.scorejar.program;

import java.util.function.IntConsumer;

/** The same value on every frame; NaN is a missing one. */
public record Constant(double value) implements Expression {

  @Override
  public double value(double[] frame) {
    return value;
  }

  @Override
  public void reads(IntConsumer slots) {}
}
