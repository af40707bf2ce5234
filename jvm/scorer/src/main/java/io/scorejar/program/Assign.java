package io.scorejar.program;

import java.util.Objects;
import java.util.function.IntConsumer;

/** Writes the value of an expression to a slot. */
public record Assign(int slot, Expression expression) implements Step {

  static final int KIND = 0;

  public Assign {
    Objects.requireNonNull(expression, "expression");
  }

  @Override
  public void run(double[] frame) {
    frame[slot] = expression.value(frame);
  }

  @Override
  public void reads(IntConsumer slots) {
    expression.reads(slots);
  }

  @Override
  public void writes(IntConsumer slots) {
    slots.accept(slot);
  }

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    out.count(slot);
    expression.write(out);
  }
}
