package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Step;

/** One step of a program as it runs: a forest on its kernels, any other step as it is. */
final class Stage {

  private final Step step;
  private final RowKernel row;
  private final BlockKernel block;
  final String reason;

  /** Whether it is to be made again once lanes are compiled. */
  final boolean forNow;

  Stage(Step step, int slots) {
    this.step = step instanceof Forest ? null : step; // the kernels hold what they need of it
    Choice choice = step instanceof Forest forest ? Choice.of(forest, slots) : null;
    this.row = choice == null ? null : choice.row;
    this.block = choice == null ? null : choice.block;
    this.reason = choice == null ? "" : choice.reason;
    this.forNow = choice != null && choice.forNow;
  }

  boolean forest() {
    return row != null;
  }

  /** How many rows it takes at most. */
  int rows() {
    return block == null ? Integer.MAX_VALUE : block.rows();
  }

  Scratch rowScratch() {
    return row == null ? null : row.scratch();
  }

  Scratch blockScratch() {
    return block == null ? null : block.scratch();
  }

  void run(double[] values, double[] frame, Scratch scratch) {
    if (row == null) {
      step.run(frame);
    } else {
      row.run(values, frame, scratch);
    }
  }

  void run(double[][] frames, int count, Scratch scratch) {
    if (block == null) {
      for (int row = 0; row < count; row++) {
        step.run(frames[row]);
      }
    } else {
      block.run(frames, count, scratch);
    }
  }
}
