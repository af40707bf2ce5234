package io.scorejar.kernel;

import java.util.List;
import java.util.Objects;
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
    WordLanes words = WordLanes.of(parts);
    RowKernel cut = words == null ? PartLanes.of(parts) : null;
    return Stream.of(words, cut, NarrowLanes.of(parts), WideLanes.of(parts))
        .filter(Objects::nonNull)
        .map(RowKernel.class::cast)
        .toList();
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
