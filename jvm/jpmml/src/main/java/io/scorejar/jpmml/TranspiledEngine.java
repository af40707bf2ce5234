package io.scorejar.jpmml;

import io.scorejar.BadModelException;
import io.scorejar.EngineProvider;
import io.scorejar.JarContents;
import io.scorejar.Scorer;
import java.nio.charset.StandardCharsets;
import org.dmg.pmml.PMML;

/**
 * Scores with the classes that JPMML's transpiler made of the PMML.
 *
 * <p>JPMML's own way to load them takes whatever provider the context class loader, or a jar beside
 * it, offers under the same name, and closes the loader before all classes are there. Here exactly
 * the jar's provider is taken, from the jar's own loader, which keeps its classes in memory.
 */
public final class TranspiledEngine implements EngineProvider {

  /** The name in {@code model.json}. */
  public static final String NAME = "transpiled";

  /** Names the generated class that is the model. */
  public static final String ENTRY = "META-INF/services/org.dmg.pmml.PMML";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Scorer open(JarContents contents) {
    byte[] services = contents.required(ENTRY);
    String className = new String(services, StandardCharsets.UTF_8).strip();
    ClassLoader loader = contents.classLoader(TranspiledEngine.class.getClassLoader());
    PMML pmml = instance(className, loader);
    TemporalReplacements.putBack(pmml);
    return JpmmlScorer.of(contents.manifest().schema(), Evaluators.of(pmml));
  }

  private static PMML instance(String className, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(className, true, loader);
      if (type.getClassLoader() != loader) {
        throw new BadModelException(
            "expected the class " + className + " in the jar, got one beside it");
      }
      return type.asSubclass(PMML.class).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
      throw new BadModelException("expected a generated model in " + className + ", got " + e, e);
    }
  }
}
