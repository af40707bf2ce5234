package io.scorejar.kernel;

/** Blocks of rows for a kernel of single rows. */
final class RowByRow implements BlockKernel {

  private final RowKernel kernel;

  RowByRow(RowKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public String name() {
    return kernel.name();
  }

  @Override
  public Scratch scratch() {
    return kernel.scratch();
  }

  @Override
  public void run(double[][] frames, int count, Scratch scratch) {
    for (int row = 0; row < count; row++) {
      kernel.run(frames[row], frames[row], scratch);
    }
  }
}
