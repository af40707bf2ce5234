package io.scorejar.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The kernels that take a forest, the one first that its shape speaks for. */
final class Kernels {

  private static final List<Function<Parts, RowKernel>> ROWS =
      List.of(IntMasks::of, IntWalk::of, LongMasks::of, LongWalk::of, DirectWalk::of);

  /** An estimate of steps that is further off than this is not worth a measurement. */
  private static final double NEARLY = 2;

  private Kernels() {}

  /** Plain kernels for one row, every one; there is always one. */
  static List<RowKernel> rows(Parts parts) {
    List<RowKernel> kernels = new ArrayList<>();
    for (Function<Parts, RowKernel> kernel : ROWS) {
      kernels.add(kernel.apply(parts));
    }
    kernels.removeIf(Objects::isNull);
    kernels.add(new Reference(parts.forest));
    return kernels;
  }

  /** The plain kernels for one row that come first; the others never win against them. */
  static List<RowKernel> likelyRows(Parts parts) {
    List<RowKernel> likely = new ArrayList<>();
    if (DirectWalk.likely(parts)) {
      likely.add(DirectWalk.of(parts));
    }
    likely.add(first(parts, IntWalk::of, LongWalk::of));
    double steps = MaskTable.steps(parts) / parts.walk().steps();
    if (steps < 1) {
      likely.add(likely.size() - 1, first(parts, IntMasks::of, LongMasks::of));
    } else if (steps < NEARLY) {
      likely.add(first(parts, IntMasks::of, LongMasks::of));
    }
    likely.removeIf(Objects::isNull);
    return likely.isEmpty() ? List.of(new Reference(parts.forest)) : likely;
  }

  private static RowKernel first(
      Parts parts, Function<Parts, RowKernel> narrow, Function<Parts, RowKernel> wide) {
    RowKernel kernel = narrow.apply(parts);
    return kernel == null ? wide.apply(parts) : kernel;
  }

  /** Plain kernels for blocks of rows, the one first that comes first; there is always one. */
  static List<BlockKernel> blocks(Parts parts, RowKernel row) {
    List<BlockKernel> kernels = new ArrayList<>();
    kernels.add(BitSlices.of(parts));
    kernels.add(new RowByRow(row));
    kernels.add(BlockWalk.of(parts));
    kernels.removeIf(Objects::isNull);
    return kernels;
  }
}
