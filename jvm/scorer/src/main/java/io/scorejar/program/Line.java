package io.scorejar.program;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * A value on a line of straight pieces between points, as PMML's {@code NormContinuous} has it.
 * Missing stays missing.
 */
public final class Line implements Expression {

  static final int KIND = 7;

  /** What becomes of a number before the first point or after the last. */
  public enum Outside {
    /** The first and the last piece go on. */
    EXTENDED,
    /** The value of the nearest point. */
    NEAREST,
    /** No value. */
    MISSING
  }

  private final Expression number;
  private final double[] from;
  private final double[] to;
  private final Outside outside;

  /**
   * A line.
   *
   * @param from the numbers of the points, ascending, at least two; equal neighbours make a step
   * @param to their values
   * @throws IllegalArgumentException if the numbers do not ascend or the counts do not fit
   */
  public Line(Expression number, double[] from, double[] to, Outside outside) {
    this.number = Objects.requireNonNull(number, "number");
    this.from = from.clone();
    this.to = to.clone();
    this.outside = Objects.requireNonNull(outside, "outside");
    if (from.length < 2 || from.length != to.length) {
      throw new IllegalArgumentException(
          "line: expected two points or more, got " + from.length + " and " + to.length);
    }
    for (int i = 1; i < from.length; i++) {
      if (!(from[i - 1] <= from[i])) {
        throw new IllegalArgumentException(
            "point " + i + ": expected one that is not below the last, got " + from[i]);
      }
    }
  }

  /** The number that is looked up. */
  public Expression number() {
    return number;
  }

  /** The numbers of the points; a copy. */
  public double[] from() {
    return from.clone();
  }

  /** The values of the points; a copy. */
  public double[] to() {
    return to.clone();
  }

  /** What becomes of a number outside. */
  public Outside outside() {
    return outside;
  }

  @Override
  public double value(double[] frame) {
    double x = number.value(frame);
    if (Double.isNaN(x)) {
      return x;
    }
    int last = from.length - 1;
    int piece = piece(x);
    if (piece < 0 || piece == last) {
      if (outside == Outside.MISSING) {
        return Double.NaN;
      }
      if (outside == Outside.NEAREST) {
        return to[Math.max(piece, 0)] + 0.0;
      }
      piece = piece < 0 ? 0 : last - 1;
    }
    double share = (x - from[piece]) / (from[piece + 1] - from[piece]);
    return to[piece] + share * (to[piece + 1] - to[piece]) + 0.0;
  }

  /**
   * The piece that a number falls on: -1 before the first point, the last point's index after it.
   * On a point that two pieces share, the one that this search meets first counts, as in JPMML.
   */
  private int piece(double x) {
    int low = 0;
    int high = from.length - 1;
    while (low <= high) {
      int middle = low + (high - low) / 2;
      if (x < from[middle]) {
        high = middle - 1;
      } else if (middle == from.length - 1 || x <= from[middle + 1]) {
        return middle;
      } else {
        low = middle + 1;
      }
    }
    return -1;
  }

  @Override
  public void reads(IntConsumer slots) {
    number.reads(slots);
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Line that
        && number.equals(that.number)
        && Arrays.equals(from, that.from)
        && Arrays.equals(to, that.to)
        && outside == that.outside;
  }

  @Override
  public int hashCode() {
    return Objects.hash(number, Arrays.hashCode(from), Arrays.hashCode(to), outside);
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // The order is part of the binary form.
  public void write(Encoder out) {
    out.octet(KIND);
    number.write(out);
    out.numbers(from);
    out.numbers(to);
    out.octet(outside.ordinal());
  }

  @SuppressWarnings("EnumOrdinal")
  static Line read(Decoder in) {
    return new Line(
        Expression.read(in),
        in.numbers("points"),
        in.numbers("values"),
        Outside.values()[in.choice("a rule", Outside.values().length)]);
  }
}
