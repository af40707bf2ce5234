package io.scorejar.kernel;

/** A kernel of lanes, and a plain one that stands in until the lanes are compiled. */
final class LateBlock implements BlockKernel {

  private final BlockKernel lanes;
  private final BlockKernel plain;

  LateBlock(BlockKernel lanes, BlockKernel plain) {
    this.lanes = lanes;
    this.plain = plain;
  }

  @Override
  public String name() {
    return lanes.name();
  }

  @Override
  public int rows() {
    return LaneWarmUp.done ? lanes.rows() : plain.rows();
  }

  @Override
  public Scratch scratch() {
    return plain.scratch().with(lanes.scratch());
  }

  @Override
  public void run(double[][] frames, int count, Scratch scratch) {
    if (LaneWarmUp.done) {
      lanes.run(frames, count, scratch.other);
    } else {
      plain.run(frames, count, scratch);
    }
  }
}
