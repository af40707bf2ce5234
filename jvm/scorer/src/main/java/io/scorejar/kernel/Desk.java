package io.scorejar.kernel;

/** All the memory that scoring takes; one caller at a time works at it. */
final class Desk {

  final double[] frame;
  final Scratch[] scratches;
  private final Stage[] stages;
  private double[][] frames;
  private Scratch[] blockScratches;

  Desk(Stage[] stages, int slots) {
    this.stages = stages;
    frame = new double[slots];
    scratches = new Scratch[stages.length];
    for (int i = 0; i < stages.length; i++) {
      scratches[i] = stages[i].rowScratch();
    }
  }

  /** Frames of a block of rows; made when the first block comes. */
  double[][] frames() {
    if (frames == null) {
      frames = new double[BlockKernel.ROWS][frame.length];
      blockScratches = new Scratch[stages.length];
      for (int i = 0; i < stages.length; i++) {
        blockScratches[i] = stages[i].blockScratch();
      }
    }
    return frames;
  }

  Scratch blockScratch(int stage) {
    return blockScratches[stage];
  }
}
