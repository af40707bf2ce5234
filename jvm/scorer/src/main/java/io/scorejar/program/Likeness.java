package io.scorejar.program;

import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * How like a row is to each of several vectors, as a support vector machine measures it. Sums start
 * at 0.0 and take their terms in the order of the slots. A missing value makes all missing.
 */
public final class Likeness implements Step {

  static final int KIND = 5;

  /**
   * The measure; {@code x·v} is the sum of products, {@code |x-v|²} that of squared differences.
   */
  public enum Measure {
    /** {@code x·v}. */
    LINEAR,
    /** {@code (gamma x·v + offset) ^ degree}. */
    POLYNOMIAL,
    /** {@code exp(-|x-v|² gamma)}. */
    RADIAL,
    /** {@code tanh(gamma x·v + offset)}. */
    SIGMOID
  }

  private final int[] slots;
  private final double[] vectors;
  private final Measure measure;
  private final double gamma;
  private final double offset;
  private final double degree;
  private final int[] targets;

  /**
   * A measure of likeness.
   *
   * @param vectors one after another, of one value for each slot
   * @param targets one for each vector
   * @throws IllegalArgumentException if the counts do not fit
   */
  public Likeness(
      int[] slots,
      double[] vectors,
      Measure measure,
      double gamma,
      double offset,
      double degree,
      int[] targets) {
    this.slots = slots.clone();
    this.vectors = vectors.clone();
    this.measure = Objects.requireNonNull(measure, "measure");
    this.gamma = gamma;
    this.offset = offset;
    this.degree = degree;
    this.targets = targets.clone();
    if (slots.length == 0 || vectors.length != (long) slots.length * targets.length) {
      throw new IllegalArgumentException(
          "likeness: expected "
              + targets.length
              + " vectors of "
              + slots.length
              + " values, got "
              + vectors.length
              + " values");
    }
  }

  @Override
  public void run(double[] frame) {
    for (int target = 0; target < targets.length; target++) {
      frame[targets[target]] =
          measure == Measure.RADIAL
              ? Math.exp(-distance(target, frame) * gamma)
              : ofProduct(product(target, frame));
    }
  }

  private double ofProduct(double product) {
    return switch (measure) {
      case POLYNOMIAL -> Math.pow(product * gamma + offset, degree);
      case SIGMOID -> Math.tanh(product * gamma + offset);
      default -> product;
    };
  }

  private double product(int vector, double[] frame) {
    double sum = 0;
    for (int i = 0; i < slots.length; i++) {
      sum += frame[slots[i]] * vectors[vector * slots.length + i];
    }
    return sum;
  }

  private double distance(int vector, double[] frame) {
    double sum = 0;
    for (int i = 0; i < slots.length; i++) {
      double difference = frame[slots[i]] - vectors[vector * slots.length + i];
      sum += difference * difference;
    }
    return sum;
  }

  @Override
  public void reads(IntConsumer consumer) {
    IntStream.of(slots).forEach(consumer);
  }

  @Override
  public void writes(IntConsumer consumer) {
    IntStream.of(targets).forEach(consumer);
  }

  @Override
  @SuppressWarnings("EnumOrdinal") // The order is part of the binary form.
  public void write(Encoder out) {
    out.octet(KIND);
    out.octet(measure.ordinal());
    out.number(gamma);
    out.number(offset);
    out.number(degree);
    out.counts(slots);
    out.counts(targets);
    out.numbers(vectors);
  }

  @SuppressWarnings("EnumOrdinal")
  static Likeness read(Decoder in) {
    Measure measure = Measure.values()[in.choice("a measure", Measure.values().length)];
    double gamma = in.number();
    double offset = in.number();
    double degree = in.number();
    int[] slots = in.counts("slots", Program.MOST_SLOTS);
    int[] targets = in.counts("targets", Program.MOST_SLOTS);
    return new Likeness(slots, in.numbers("vectors"), measure, gamma, offset, degree, targets);
  }
}
