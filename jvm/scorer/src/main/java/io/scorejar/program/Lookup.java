package io.scorejar.program;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * A value by the code of a category: 0, 1, …; one for every other number, and one for a missing
 * code. Any of them may be NaN.
 */
public final class Lookup implements Expression {

  static final int KIND = 5;

  private final Expression code;
  private final double[] values;
  private final double other;
  private final double missing;

  /**
   * A table.
   *
   * @param values by code
   * @param other of a number that is no code of the table
   * @param missing of a missing code
   */
  public Lookup(Expression code, double[] values, double other, double missing) {
    this.code = Objects.requireNonNull(code, "code");
    this.values = values.clone();
    this.other = other;
    this.missing = missing;
  }

  /** The code. */
  public Expression code() {
    return code;
  }

  /** The values by code; a copy. */
  public double[] values() {
    return values.clone();
  }

  /** The value of a number that is no code of the table. */
  public double other() {
    return other;
  }

  /** The value of a missing code. */
  public double missing() {
    return missing;
  }

  @Override
  public double value(double[] frame) {
    double number = code.value(frame);
    if (Double.isNaN(number)) {
      return missing;
    }
    int index = (int) number;
    return index == number && index >= 0 && index < values.length ? values[index] : other;
  }

  @Override
  public void reads(IntConsumer slots) {
    code.reads(slots);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Lookup that
        && code.equals(that.code)
        && Arrays.equals(values, that.values)
        && Double.compare(other, that.other) == 0
        && Double.compare(missing, that.missing) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(code, Arrays.hashCode(values), other, missing);
  }

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    code.write(out);
    out.numbers(values);
    out.number(other);
    out.number(missing);
  }

  static Lookup read(Decoder in) {
    return new Lookup(Expression.read(in), in.numbers("values"), in.number(), in.number());
  }
}
