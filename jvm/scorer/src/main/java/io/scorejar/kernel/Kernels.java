package io.scorejar.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kernels that take a forest, the one first that its shape speaks for. */
final class Kernels {

  private static final List<Function<Parts, RowKernel>> ROWS =
      List.of(IntMasks::of, IntWalk::of, LongMasks::of, LongWalk::of, DirectWalk::of);

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

  /**
   * The two plain kernels for one row that come first; the others never win against them, nor does
   * the wide walk where the narrow one takes the forest.
   */
  static List<RowKernel> likelyRows(Parts parts) {
    Stream<Function<Parts, RowKernel>> direct =
        DirectWalk.likely(parts) ? Stream.of(DirectWalk::of) : Stream.of();
    Stream<Function<Parts, RowKernel>> others =
        Stream.of(IntMasks::of, Kernels::walk, LongMasks::of);
    List<RowKernel> likely =
        Stream.concat(direct, others)
            .map(kernel -> kernel.apply(parts))
            .filter(Objects::nonNull)
            .limit(2)
            .toList();
    return likely.isEmpty() ? List.of(new Reference(parts.forest)) : likely;
  }

  private static RowKernel walk(Parts parts) {
    RowKernel narrow = IntWalk.of(parts);
    return narrow == null ? LongWalk.of(parts) : narrow;
  }

  /** The plain kernels for blocks that come first. */
  static List<BlockKernel> likelyBlocks(Parts parts, RowKernel row) {
    BlockKernel slices = BitSlices.of(parts);
    BlockKernel first = slices == null ? BlockWalk.of(parts) : slices;
    return first == null ? List.of(new RowByRow(row)) : List.of(first, new RowByRow(row));
  }

  /** Plain kernels for blocks of rows, every one; there is always one. */
  static List<BlockKernel> blocks(Parts parts, RowKernel row) {
    List<BlockKernel> kernels = new ArrayList<>();
    kernels.add(BitSlices.of(parts));
    kernels.add(BlockWalk.of(parts));
    kernels.removeIf(Objects::isNull);
    kernels.add(new RowByRow(row));
    return kernels;
  }
}
