package io.scorejar.kernel;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorShape;

/** The kernels that need the Vector API and 512 bits. */
final class VectorKernels implements Lanes {

  /** Made by {@link Lanes#find}. */
  VectorKernels() {
    if (VectorShape.preferredShape().vectorBitSize() < 512) {
      throw new UnsupportedOperationException("expected vectors of 512 bits");
    }
  }

  @Override
  public List<RowKernel> rows(Parts parts) {
    return made(parts).toList();
  }

  @Override
  public List<RowKernel> likelyRows(Parts parts) {
    return made(parts).limit(1).toList();
  }

  /** The kernels that take a forest, each made when it is asked for. */
  private static Stream<RowKernel> made(Parts parts) {
    return Stream.<Function<Parts, RowKernel>>of(
            WordLanes::of, PartLanes::of, NarrowLanes::of, WideLanes::of)
        .map(kernel -> kernel.apply(parts))
        .filter(Objects::nonNull);
  }

  @Override
  public List<BlockKernel> blocks(Parts parts) {
    ByteSlices bytes = ByteSlices.of(parts);
    return Stream.of(WordSlices.of(parts, bytes), bytes)
        .filter(Objects::nonNull)
        .map(BlockKernel.class::cast)
        .toList();
  }
}
