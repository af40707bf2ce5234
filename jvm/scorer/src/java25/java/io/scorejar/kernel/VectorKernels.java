package io.scorejar.kernel;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.VectorShape;

/** The kernels that need the Vector API and 512 bits. */
final class VectorKernels implements Lanes {

  /** So many nodes of eight bytes fit L1 beside the rest; of more, six bytes each are faster. */
  private static final int NODES_IN_L1 = 1 << 12;

  /** Made by {@link Lanes#find}. */
  VectorKernels() {
    if (VectorShape.preferredShape().vectorBitSize() < 512) {
      throw new UnsupportedOperationException("expected vectors of 512 bits");
    }
  }

  @Override
  public List<Offer<RowKernel>> rows(Parts parts) {
    List<Offer<RowKernel>> offers = new ArrayList<>();
    boolean small = parts.asked.nodes <= NODES_IN_L1;
    boolean few = LeafOrder.most(parts.forest) <= PartLanes.MOST_LEAVES && RowColumns.takes(parts);
    boolean words = few && WordLanes.takes(parts);
    if (words && small) {
      offers.add(new Offer<>(WordLanes.NAME, () -> new WordLanes(parts)));
    }
    if (NarrowLanes.takes(parts)) {
      offers.add(new Offer<>(NarrowLanes.NAME, () -> new NarrowLanes(parts)));
    }
    if (few && PartLanes.takes(parts)) {
      offers.add(new Offer<>(PartLanes.NAME, () -> new PartLanes(parts)));
    }
    if (words && !small) {
      offers.add(new Offer<>(WordLanes.NAME, () -> new WordLanes(parts)));
    }
    if (WideLanes.takes(parts)) {
      offers.add(new Offer<>(WideLanes.NAME, () -> new WideLanes(parts)));
    }
    return offers;
  }

  @Override
  public List<Offer<BlockKernel>> blocks(Parts parts) {
    List<Offer<BlockKernel>> offers = new ArrayList<>();
    if (WordSlices.takes(parts)) {
      offers.add(new Offer<>(WordSlices.NAME, () -> new WordSlices(parts)));
    }
    if (ByteSlices.takes(parts)) {
      offers.add(new Offer<>(ByteSlices.NAME, () -> ByteSlices.of(parts)));
    }
    return offers;
  }
}
