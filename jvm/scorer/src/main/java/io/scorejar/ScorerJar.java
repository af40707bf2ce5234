package io.scorejar;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One opened jar: a version of a model, ready to score.
 *
 * <pre>{@code
 * try (ScorerJar jar = ScorerJar.open(Path.of("models/credit/7.jar"))) {
 *   Scorer scorer = jar.scorer();
 *   ...
 * }
 * }</pre>
 *
 * <p>Assumptions: (1) an engine for the jar is on the class path.
 *
 * <p>Guarantees: (1) a jar that opens is whole, unchanged since it was made, and answered its
 * sample of the evidence as expected; (2) whatever is wrong with a jar is told by a {@link
 * BadModelException}, in one line that begins with the path; (3) nothing outside the heap is held,
 * so that the file may be changed or removed at any time and a jar that is forgotten costs nothing;
 * (4) {@link #close} never cuts a call off: calls under way end as ever, later ones fail; (5) safe
 * for any thread.
 */
public final class ScorerJar implements AutoCloseable {

  private final String engine;
  private final Manifest manifest;
  private final String digest;
  private final Evidence evidence;
  private final Optional<Statistics> statistics;
  private final OpenScorer scorer;
  private final Supplier<JarContents> again;

  // Set before the version serves, if at all.
  private volatile DriftWindow drift;

  private ScorerJar(
      String engine,
      JarContents contents,
      Evidence evidence,
      Scorer scorer,
      Supplier<JarContents> again) {
    this.engine = engine;
    this.again = again;
    this.manifest = contents.manifest();
    this.digest = contents.digest();
    this.evidence = evidence;
    this.statistics = contents.statistics();
    this.scorer = new OpenScorer(name(), manifest.schema(), scorer);
  }

  /**
   * Opens a jar with the first of its engines that is on the class path.
   *
   * @throws BadModelException as {@link #open(Path, String)}
   */
  public static ScorerJar open(Path path) {
    return open(path, Engines.AUTO);
  }

  /**
   * Opens a jar.
   *
   * @param engine the engine to run, for example {@code transpiled}, or {@code auto}
   * @throws BadModelException if the file is not a whole jar of a known format, the engine is not
   *     in it or not here, or it does not answer the evidence as expected
   */
  public static ScorerJar open(Path path, String engine) {
    Objects.requireNonNull(engine, "engine");
    JarContents contents = JarContents.read(path);
    try {
      return open(contents, engine, () -> JarContents.read(path));
    } catch (BadModelException e) {
      throw e.in(path);
    }
  }

  /**
   * Opens the one model jar on the class path of this library: a jar that brings the library along,
   * or one that a build tool put beside it.
   *
   * @throws BadModelException if there is none or more than one, or as {@link #open(Path)}
   */
  public static ScorerJar onClassPath() {
    return ClassPathJar.open(ScorerJar.class.getClassLoader());
  }

  /**
   * Opens what was read; errors are without a path.
   *
   * @param again reads it once more
   */
  static ScorerJar open(JarContents contents, String wanted, Supplier<JarContents> again) {
    EngineProvider provider = Engines.choose(contents.manifest(), wanted);
    Evidence evidence = contents.evidence();
    ScorerJar jar =
        new ScorerJar(provider.name(), contents, evidence, made(provider, contents), again);
    Check check = checked(jar);
    if (!check.agrees()) {
      throw new BadModelException(
          "expected the "
              + jar.engine
              + " engine to answer its evidence, got "
              + check.differing()
              + " of "
              + check.rows()
              + " rows otherwise: "
              + check.firstDifference().orElseThrow());
    }
    return jar;
  }

  /** A class of a jar may throw anything at all while it is loaded: every way is a defect. */
  private static Scorer made(EngineProvider provider, JarContents contents) {
    try {
      return Objects.requireNonNull(provider.open(contents), "no scorer");
    } catch (BadModelException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw unusable(provider.name(), e);
    }
  }

  private static Check checked(ScorerJar jar) {
    try {
      return jar.verify();
    } catch (RuntimeException | Error e) {
      throw unusable(jar.engine, e);
    }
  }

  private static BadModelException unusable(String engine, Throwable e) {
    Throwable cause =
        e instanceof ExceptionInInitializerError && e.getCause() != null ? e.getCause() : e;
    return new BadModelException("expected the " + engine + " engine to open, got " + cause, e);
  }

  /** What the jar says about itself. */
  public Manifest manifest() {
    return manifest;
  }

  /** What rows and answers consist of. */
  public Schema schema() {
    return manifest.schema();
  }

  /** The scorer; it fails with an {@link IllegalStateException} once the jar is closed. */
  public Scorer scorer() {
    return scorer;
  }

  /** The name of the engine that runs. */
  public String engine() {
    return engine;
  }

  public String model() {
    return manifest.model();
  }

  public long version() {
    return manifest.version();
  }

  /** The sample of evidence that the jar carries. */
  public Evidence evidence() {
    return evidence;
  }

  /** What the rows of training were like, where the jar says so. */
  public Optional<Statistics> statistics() {
    return statistics;
  }

  /**
   * Opens a window over the rows that are {@linkplain DriftWindow#note noted} from now on. Nothing
   * happens where the jar has no statistics.
   */
  public void watchDrift(Duration window) {
    drift =
        statistics.map(s -> new DriftWindow(schema(), s, window, System::nanoTime)).orElse(null);
  }

  /** The window over the rows that it has scored; null where there is none. */
  public DriftWindow drift() {
    return drift;
  }

  /** SHA-256 of the jar, in lower-case hex. */
  public String digest() {
    return digest;
  }

  /**
   * Reads once more what the jar holds. Scoring keeps none of it; what is asked for rarely reads it
   * when it is.
   *
   * @throws BadModelException if the file is gone, or is another one now
   */
  public JarContents contents() {
    JarContents contents = again.get();
    if (!contents.digest().equals(digest)) {
      throw new BadModelException(
          name() + ": expected the file that was opened, got one that has replaced it");
    }
    return contents;
  }

  /** Asks the engine the sample of evidence again. */
  public Check verify() {
    return Check.of(engine, scorer, evidence, manifest.proof().agreement());
  }

  /** Ends the scorer and lets the engine go. Closing twice is safe. */
  @Override
  public void close() {
    scorer.close();
  }

  private String name() {
    return manifest.model() + " " + manifest.version();
  }

  /** As logs name it: {@code credit 7 (transpiled)}. */
  @Override
  public String toString() {
    return name() + " (" + engine + ")";
  }
}
