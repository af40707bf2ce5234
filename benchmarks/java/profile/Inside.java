package io.scorejar.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * The parts of a kernel, as far as its fields have their usual names: kernels in lanes are not there
 * when this is compiled.
 */
final class Inside {

  private final Object kernel;
  private final Object ranks;

  /** The handle is constant to the compiler only in a class of its own. */
  private static final class Lane {
    static final MethodHandle RANK = rank();

    private static MethodHandle rank() {
      try {
        Class<?> type = Class.forName("io.scorejar.kernel.VectorRanks");
        MethodType takes =
            MethodType.methodType(void.class, double[].class, byte[].class, int[].class);
        MethodHandle found = MethodHandles.lookup().findVirtual(type, "rank", takes);
        return found.asType(takes.insertParameterTypes(0, Object.class));
      } catch (ReflectiveOperationException e) {
        return null;
      }
    }
  }

  private Inside(Object kernel) {
    this.kernel = kernel;
    this.ranks = field(kernel, "ranks");
  }

  static Inside of(Object kernel) {
    return new Inside(kernel);
  }

  /** The value of a field, or null where there is none. */
  static Object field(Object of, String name) {
    try {
      Field field = of.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** Whether it is known how the kernel ranks a row. */
  boolean ranks() {
    boolean inLanes =
        ranks != null && ranks.getClass().getSimpleName().equals("VectorRanks");
    return ranks instanceof Ranks || (inLanes && Lane.RANK != null);
  }

  /** Ranks a row. */
  void rank(double[] frame, Scratch scratch) {
    if (ranks instanceof Ranks plain) {
      plain.rank(frame, scratch.ranks);
    } else {
      try {
        Lane.RANK.invokeExact(ranks, frame, scratch.bytes, scratch.ranks);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What sums the leaves that it has found, or null. */
  Sums sums() {
    return field(kernel, "sums") instanceof Sums sums ? sums : null;
  }

  /** Prints the bytes of each of its tables. */
  void tables(String kind) {
    for (Field field : kernel.getClass().getDeclaredFields()) {
      Object value = Modifier.isStatic(field.getModifiers()) ? null : field(kernel, field.getName());
      long bytes = value instanceof RowKernel || value instanceof BlockKernel ? 0 : bytes(value, 3);
      if (bytes > 0) {
        Profile.fact(kind + " table " + field.getName(), bytes);
      }
    }
  }

  private static long bytes(Object value, int depth) {
    if (value == null || depth == 0) {
      return 0;
    }
    Class<?> type = value.getClass();
    if (type.isArray()) {
      int length = Array.getLength(value);
      if (type.getComponentType().isPrimitive()) {
        Class<?> of = type.getComponentType();
        int size = of == byte.class || of == boolean.class ? 1 : of == short.class ? 2 : 4;
        return (long) length * (of == long.class || of == double.class ? 8 : size);
      }
      long sum = 0;
      for (int i = 0; i < length; i++) {
        sum += bytes(Array.get(value, i), depth - 1);
      }
      return sum;
    }
    if (!type.getPackageName().equals("io.scorejar.kernel")) {
      return 0;
    }
    long sum = 0;
    for (Class<?> at = type; at != Object.class; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          sum += bytes(of(field, value), depth - 1);
        }
      }
    }
    return sum;
  }

  private static Object of(Field field, Object value) {
    try {
      field.setAccessible(true);
      return field.get(value);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
