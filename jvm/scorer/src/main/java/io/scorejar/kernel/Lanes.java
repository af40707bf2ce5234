package io.scorejar.kernel;

import java.util.List;

/**
 * Kernels in vector lanes. They are compiled apart, for JDK 25 and newer, and stand in {@code
 * META-INF/versions/25} of the library's jar; without the module {@code jdk.incubator.vector}
 * ({@code --add-modules}) or without a CPU of 512-bit vectors there are none.
 */
interface Lanes {

  /** What there is in this process. */
  Lanes HERE = find();

  /** The kernels for one row that take a forest, the best one first. */
  List<Offer<RowKernel>> rows(Parts parts);

  /** The kernels for blocks of rows that take a forest, the best one first. */
  List<Offer<BlockKernel>> blocks(Parts parts);

  private static Lanes find() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      try {
        Class<?> found = Class.forName("io.scorejar.kernel.VectorKernels");
        return (Lanes) found.getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException | LinkageError e) {
        return new None(); // another JDK than it was built for, or a CPU without such vectors
      }
    }
    return new None();
  }

  /** No lanes. */
  final class None implements Lanes {

    @Override
    public List<Offer<RowKernel>> rows(Parts parts) {
      return List.of();
    }

    @Override
    public List<Offer<BlockKernel>> blocks(Parts parts) {
      return List.of();
    }
  }
}
