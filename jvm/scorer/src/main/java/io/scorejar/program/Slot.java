package io.scorejar.program;

import java.util.function.IntConsumer;

/** What stands in a slot. */
public record Slot(int slot) implements Expression {

  static final int KIND = 0;

  @Override
  public double value(double[] frame) {
    return frame[slot];
  }

  @Override
  public void reads(IntConsumer slots) {
    slots.accept(slot);
  }

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    out.count(slot);
  }
}
