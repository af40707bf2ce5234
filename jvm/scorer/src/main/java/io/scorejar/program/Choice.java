package io.scorejar.program;

import java.util.Objects;
import java.util.function.IntConsumer;

/** One of two values; missing where the condition is. The other one is not worked out. */
public record Choice(Expression condition, Expression then, Expression otherwise)
    implements Expression {

  static final int KIND = 4;

  public Choice {
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(then, "then");
    Objects.requireNonNull(otherwise, "otherwise");
  }

  @Override
  public double value(double[] frame) {
    double truth = condition.value(frame);
    if (Double.isNaN(truth)) {
      return Double.NaN;
    }
    return truth != 0 ? then.value(frame) : otherwise.value(frame);
  }

  @Override
  public void reads(IntConsumer slots) {
    condition.reads(slots);
    then.reads(slots);
    otherwise.reads(slots);
  }

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    condition.write(out);
    then.write(out);
    otherwise.write(out);
  }

  static Choice read(Decoder in) {
    return new Choice(Expression.read(in), Expression.read(in), Expression.read(in));
  }
}
