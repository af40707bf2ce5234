package io.scorejar.reasons;

/**
 * Points and weights between 0 and 1 that integrate every polynomial of degree {@code 2 n - 1}
 * without error (Gauss and Legendre).
 */
final class Quadrature {

  /** Where to evaluate, ascending. */
  final double[] points;

  /** What each value counts; they sum to 1. */
  final double[] weights;

  private Quadrature(double[] points, double[] weights) {
    this.points = points;
    this.weights = weights;
  }

  private static final int MOST_STEPS = 100; // of Newton's method, which takes three or four

  /** So many points. */
  static Quadrature of(int count) {
    double[] points = new double[count];
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (count + 0.5));
      double slope = 0;
      double step = 1;
      for (int turn = 0; turn < MOST_STEPS && Math.abs(step) > 1e-16; turn++) {
        double before = 0;
        double value = 1;
        for (int degree = 1; degree <= count; degree++) {
          double next = ((2 * degree - 1) * x * value - (degree - 1) * before) / degree;
          before = value;
          value = next;
        }
        slope = count * (x * value - before) / (x * x - 1);
        step = value / slope;
        x -= step;
      }
      points[count - 1 - i] = (1 + x) / 2;
      weights[count - 1 - i] = 1 / ((1 - x * x) * slope * slope);
    }
    return new Quadrature(points, weights);
  }
}
