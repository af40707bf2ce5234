package io.scorejar.program;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * A value by the bin that a number falls into: bin {@code i} holds the numbers with exactly {@code
 * i} boundaries below them, as the ranks of {@link Boundaries}.
 */
public final class Bins implements Expression {

  static final int KIND = 6;

  private final Expression number;
  private final double[] boundaries;
  private final double[] values;
  private final double missing;

  /**
   * Bins.
   *
   * @param boundaries strictly ascending and without NaN
   * @param values one more than boundaries; NaN where a bin has no value
   * @param missing of a missing number
   * @throws IllegalArgumentException if the boundaries do not ascend or the counts do not fit
   */
  public Bins(Expression number, double[] boundaries, double[] values, double missing) {
    this.number = Objects.requireNonNull(number, "number");
    this.boundaries = boundaries.clone();
    this.values = values.clone();
    this.missing = missing;
    if (values.length != boundaries.length + 1) {
      throw new IllegalArgumentException(
          "bins: expected " + (boundaries.length + 1) + " values, got " + values.length);
    }
    for (int i = 0; i < boundaries.length; i++) {
      if (Double.isNaN(boundaries[i]) || (i > 0 && !(boundaries[i - 1] < boundaries[i]))) {
        throw new IllegalArgumentException(
            "boundary " + i + ": expected one above the last, got " + boundaries[i]);
      }
    }
  }

  /** The number that is looked up. */
  public Expression number() {
    return number;
  }

  /** The boundaries, ascending; a copy. */
  public double[] boundaries() {
    return boundaries.clone();
  }

  /** The values by bin; a copy. */
  public double[] values() {
    return values.clone();
  }

  /** The value of a missing number. */
  public double missing() {
    return missing;
  }

  @Override
  public double value(double[] frame) {
    double value = number.value(frame);
    if (Double.isNaN(value)) {
      return missing;
    }
    int bin = 0;
    while (bin < boundaries.length && boundaries[bin] < value) {
      bin++;
    }
    return values[bin];
  }

  @Override
  public void reads(IntConsumer slots) {
    number.reads(slots);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Bins that
        && number.equals(that.number)
        && Arrays.equals(boundaries, that.boundaries)
        && Arrays.equals(values, that.values)
        && Double.compare(missing, that.missing) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hash(number, Arrays.hashCode(boundaries), Arrays.hashCode(values), missing);
  }

  @Override
  public void write(Encoder out) {
    out.octet(KIND);
    number.write(out);
    out.numbers(boundaries);
    out.numbers(values);
    out.number(missing);
  }

  static Bins read(Decoder in) {
    return new Bins(
        Expression.read(in), in.numbers("boundaries"), in.numbers("values"), in.number());
  }
}
