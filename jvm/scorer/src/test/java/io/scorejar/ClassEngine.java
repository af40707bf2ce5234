package io.scorejar;

import java.lang.ref.WeakReference;
import java.util.function.ToDoubleFunction;

/** An engine whose arithmetic is a class of the jar: {@code model.Sum}, a function of the row. */
final class ClassEngine extends NamedEngine {

  /** The loader of the jar that was opened last. */
  static WeakReference<ClassLoader> lastLoader = new WeakReference<>(null);

  private final ToDoubleFunction<Object[]> sum;

  private ClassEngine(Schema schema, ToDoubleFunction<Object[]> sum) {
    super(schema);
    this.sum = sum;
  }

  @Override
  protected Object[] evaluate(Object[] row) {
    double answer = sum.applyAsDouble(row);
    return new Object[] {answer, answer > 10 ? "high" : "low"};
  }

  /** Makes the engine {@code classes}. */
  public static final class Provider implements EngineProvider {

    @Override
    public String name() {
      return "classes";
    }

    @Override
    public Scorer open(JarContents contents) {
      ClassLoader loader = contents.classLoader(ClassEngine.class.getClassLoader());
      lastLoader = new WeakReference<>(loader);
      try {
        @SuppressWarnings("unchecked") // The tests put no other class there.
        ToDoubleFunction<Object[]> sum =
            (ToDoubleFunction<Object[]>)
                loader.loadClass("model.Sum").getDeclaredConstructor().newInstance();
        return new ClassEngine(contents.manifest().schema(), sum);
      } catch (ReflectiveOperationException e) {
        throw new BadModelException("expected a class model.Sum, got " + e, e);
      }
    }
  }
}
