package io.scorejar.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The stages of {@code word-slices}, which is not there when this is compiled; what is left of the
 * kernel after them is adding the leaves' values.
 */
final class Slices {

  private static final int SHIFT = 9;

  private final Object kernel;
  private final Object ranks;
  private final Object values;
  private final Scratch scratch;
  private final int[] ends;
  private final byte[] levels;
  private final int at;

  private Slices(Object kernel, Scratch scratch) {
    this.kernel = kernel;
    this.scratch = scratch;
    ranks = Inside.field(Inside.field(kernel, "few"), "ranks");
    ends = (int[]) Inside.field(kernel, "ends");
    values = Inside.field(kernel, "values");
    levels = (byte[]) Inside.field(values, "levels");
    at = ((int[]) Inside.field(kernel, "targets")).length << SHIFT;
  }

  /** The stages of a kernel, or null where it is another one, or has changed. */
  static Slices of(BlockKernel kernel, Scratch scratch) {
    boolean known = kernel.name().equals("word-slices") && Handles.ALL;
    return known ? new Slices(kernel, scratch) : null;
  }

  void rank(double[][] frames) {
    int[] codes = scratch.ranks;
    try {
      Handles.RANK.invokeExact(
          ranks, frames, 0, frames.length, SHIFT, scratch.bytes, scratch.sums, at, codes);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** One word for each condition and 64 rows. */
  void conditions() {
    try {
      Handles.CONDITIONS.invokeExact(kernel, scratch.bytes, scratch.masks);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Parts the rows at all nodes. */
  void part() {
    try {
      int first = 0;
      for (int end : ends) {
        Handles.PART.invokeExact(kernel, first, end, scratch.masks);
        first = end;
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** From the rows of each leaf to the leaf of each row. */
  void number() {
    try {
      int first = 0;
      for (int tree = 0; tree < ends.length; tree++) {
        int leaves = ends[tree] - first + 1;
        int bits = levels[tree];
        Handles.NUMBER.invokeExact(kernel, leaves, bits, scratch.masks);
        Handles.INDEX.invokeExact(values, scratch.masks, scratch.bytes);
        first = ends[tree];
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Handles are constant to the compiler only as static finals. */
  private static final class Handles {
    static final MethodHandle RANK =
        of(
            "ColumnRanks",
            "rank",
            double[][].class,
            int.class,
            int.class,
            int.class,
            byte[].class,
            double[].class,
            int.class,
            int[].class);
    static final MethodHandle CONDITIONS =
        of("WordSlices", "conditions", byte[].class, long[].class);
    static final MethodHandle PART =
        of("WordSlices", "part", int.class, int.class, long[].class);
    static final MethodHandle NUMBER =
        of("WordSlices", "number", int.class, int.class, long[].class);
    static final MethodHandle INDEX = of("LeafVectors", "index", long[].class, byte[].class);
    static final boolean ALL =
        RANK != null && CONDITIONS != null && PART != null && NUMBER != null && INDEX != null;

    private static MethodHandle of(String type, String method, Class<?>... takes) {
      try {
        Class<?> kernel = Class.forName("io.scorejar.kernel." + type);
        MethodType is = MethodType.methodType(void.class, takes);
        MethodHandles.Lookup lookup =
            MethodHandles.privateLookupIn(kernel, MethodHandles.lookup());
        MethodHandle found = lookup.findVirtual(kernel, method, is);
        return found.asType(is.insertParameterTypes(0, Object.class));
      } catch (ReflectiveOperationException e) {
        return null;
      }
    }
  }
}
