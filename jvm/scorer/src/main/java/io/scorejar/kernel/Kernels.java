package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The kernels that take a forest, the one first that its shape speaks for. */
final class Kernels {

  private Kernels() {}

  /** Kernels for one row; there is always one. */
  static List<RowKernel> rows(Forest forest) {
    Walk walk = new Walk(forest);
    List<RowKernel> kernels = new ArrayList<>();
    kernels.add(IntMasks.of(forest));
    kernels.add(IntWalk.of(forest, walk));
    kernels.add(LongMasks.of(forest));
    kernels.add(LongWalk.of(forest, walk));
    kernels.removeIf(Objects::isNull);
    kernels.add(new Reference(forest));
    return kernels;
  }

  /** Kernels for blocks of rows; there is always one. */
  static List<BlockKernel> blocks(Forest forest, RowKernel row) {
    List<BlockKernel> kernels = new ArrayList<>();
    kernels.add(BitSlices.of(forest));
    kernels.add(BlockWalk.of(forest, new Walk(forest)));
    kernels.removeIf(Objects::isNull);
    kernels.add(new RowByRow(row));
    return kernels;
  }
}
