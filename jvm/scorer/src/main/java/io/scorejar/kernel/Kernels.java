package io.scorejar.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The kernels that take a forest, the one first that its shape speaks for. */
final class Kernels {

  private static final List<Function<Parts, RowKernel>> ROWS =
      List.of(IntMasks::of, IntWalk::of, LongMasks::of, LongWalk::of, DirectWalk::of);

  /** An estimate of steps that is further off than this is not worth a measurement. */
  private static final double NEARLY = 2;

  private Kernels() {}

  /** Plain kernels for one row, every one; there is always one. */
  static Stream<RowKernel> rows(Parts parts) {
    Stream<RowKernel> kernels =
        ROWS.stream().map(kernel -> kernel.apply(parts)).filter(Objects::nonNull);
    return Stream.concat(kernels, Stream.of(new Reference(parts.forest)));
  }

  /**
   * The plain kernels for one row that come first, each made when it is asked for; the others never
   * win against them.
   */
  static Stream<RowKernel> likelyRows(Parts parts) {
    List<Supplier<RowKernel>> likely = new ArrayList<>();
    double steps = MaskTable.steps(parts) / parts.steps();
    if (steps < NEARLY) {
      likely.add(() -> masks(parts));
    }
    if (steps > 1 / NEARLY || Double.isNaN(steps)) {
      likely.add(steps < 1 ? 1 : 0, () -> walk(parts));
    }
    if (DirectWalk.likely(parts)) {
      likely.add(0, () -> DirectWalk.of(parts));
    }
    return likely.stream().map(Supplier::get).filter(Objects::nonNull);
  }

  private static RowKernel walk(Parts parts) {
    RowKernel narrow = IntWalk.of(parts);
    RowKernel walk = narrow == null ? LongWalk.of(parts) : narrow;
    return walk == null ? new Reference(parts.forest) : walk;
  }

  private static RowKernel masks(Parts parts) {
    RowKernel narrow = IntMasks.of(parts);
    return narrow == null ? LongMasks.of(parts) : narrow;
  }

  /**
   * The plain kernels for blocks of rows that come first, each made when it is asked for; a walk
   * never wins against bit-slices, and to lay it out takes longer than to make both others.
   *
   * @param row the kernel that runs single rows
   */
  static Stream<BlockKernel> likelyBlocks(Parts parts, RowKernel row) {
    return LeafOrder.most(parts.forest) <= Long.SIZE
        ? blocks(parts, row).limit(2)
        : blocks(parts, row);
  }

  /**
   * Plain kernels for blocks of rows, the one first that comes first, each made when it is asked
   * for; there is always one.
   *
   * @param row the kernel that runs single rows
   */
  static Stream<BlockKernel> blocks(Parts parts, RowKernel row) {
    return Stream.<Supplier<BlockKernel>>of(
            () -> BitSlices.of(parts), () -> new RowByRow(row), () -> BlockWalk.of(parts))
        .map(Supplier::get)
        .filter(Objects::nonNull);
  }
}
