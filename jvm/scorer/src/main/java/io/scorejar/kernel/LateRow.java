package io.scorejar.kernel;

/** A kernel of lanes, and a plain one that stands in until the lanes are compiled. */
final class LateRow implements RowKernel {

  private final RowKernel lanes;
  final RowKernel plain;

  LateRow(RowKernel lanes, RowKernel plain) {
    this.lanes = lanes;
    this.plain = plain;
  }

  @Override
  public String name() {
    return lanes.name();
  }

  @Override
  public Scratch scratch() {
    return lanes.scratch().with(plain.scratch());
  }

  @Override
  public void run(double[] values, double[] frame, Scratch scratch) {
    if (LaneWarmUp.done) {
      lanes.run(values, frame, scratch);
    } else {
      plain.run(values, frame, scratch.other);
    }
  }
}
