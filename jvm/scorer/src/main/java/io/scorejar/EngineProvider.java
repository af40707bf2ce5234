package io.scorejar;

/**
 * Makes scorers of one kind out of jars. Providers are found by {@link java.util.ServiceLoader}
 * beside this library, so an engine is added by putting its artefact on the class path.
 *
 * <p>Providers are stateless and safe for any thread; each jar that is opened may ask a new
 * instance.
 */
public interface EngineProvider {

  /** The name that {@code model.json} lists under {@code engines}, for example {@code compiled}. */
  String name();

  /**
   * Makes the scorer of one jar. Classes of the jar are reached through {@link
   * JarContents#classLoader}, with the provider's own loader as parent.
   *
   * <p>The scorer keeps the contract of {@link Scorer}: it checks its rows ({@link Schema#check}
   * does so for rows of doubles) and holds nothing outside the heap, since a retired version is
   * simply let go. An engine must not leave anything of the jar in a static field or a thread local
   * of the parent loader: that would keep every version alive.
   *
   * @throws BadModelException saying what was expected and what came, without the jar's path. Any
   *     other exception or error is taken for a defect of the jar as well.
   */
  Scorer open(JarContents contents);
}
