package io.scorejar.kernel;

import io.scorejar.program.Forest;

/** The reference walk as a kernel: for forests that no other takes, and to measure against. */
final class Reference implements RowKernel {

  private final Forest forest;

  Reference(Forest forest) {
    this.forest = forest;
  }

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Scratch scratch() {
    return new Scratch(0, 0, 0);
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    if (values != frame) {
      System.arraycopy(values, 0, frame, 0, values.length);
    }
    forest.run(frame);
  }
}
