package io.scorejar.kernel;

import java.util.Arrays;

/** All the memory that scoring takes; one caller at a time works at it. */
final class Desk {

  final Stage[] stages;
  final double[] frame;
  final Scratch[] scratches;
  private final Scratch[] blockScratches;
  private double[][] frames = {};

  Desk(Stage[] stages, int slots) {
    this.stages = stages;
    frame = new double[slots];
    scratches = new Scratch[stages.length];
    blockScratches = new Scratch[stages.length];
    for (int i = 0; i < stages.length; i++) {
      scratches[i] = stages[i].rowScratch();
    }
  }

  /** Frames for so many rows at least; made when the first block of that size comes. */
  double[][] frames(int rows) {
    if (frames.length == 0) {
      for (int i = 0; i < stages.length; i++) {
        blockScratches[i] = stages[i].blockScratch();
      }
    }
    if (frames.length < rows) {
      int had = frames.length;
      frames = Arrays.copyOf(frames, rows);
      for (int row = had; row < rows; row++) {
        frames[row] = new double[frame.length];
      }
    }
    return frames;
  }

  Scratch blockScratch(int stage) {
    return blockScratches[stage];
  }
}
