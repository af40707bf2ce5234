package io.scorejar;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes a version all the way from its file to warm, or says why not. What it has opened and
 * somebody still uses it hands out again. Safe for any thread.
 */
final class VersionLoader {

  private final LiveOptions options;
  private final WarmUp warmUp;

  // By digest. Weak, since a version ends by being forgotten.
  private final Map<String, WeakReference<ScorerJar>> opened = new ConcurrentHashMap<>();

  VersionLoader(LiveOptions options) {
    this.options = options;
    this.warmUp = new WarmUp(options.warmUpRows(), options.warmUpTime());
  }

  /**
   * Reads a version and checks what can be told without opening it: content and digest, format,
   * name and number, schema.
   *
   * @param before the version in service, or null
   * @param beside the version whose schema is expected, or null where any will do
   * @return what the file holds, or nothing where that is the very content of {@code before}
   * @throws BadModelException beginning with the path, if it may not serve
   */
  Optional<JarContents> read(ModelVersion version, ScorerJar before, ScorerJar beside) {
    JarContents contents = JarContents.read(version.path());
    try {
      requireIdentity(version, contents.manifest());
      if (before != null && before.digest().equals(contents.digest())) {
        return Optional.empty(); // The same file under another inode or time.
      }
      if (beside != null && !options.allowSchemaChange()) {
        requireSchema(beside.schema(), contents.manifest().schema());
      }
      return Optional.of(contents);
    } catch (BadModelException e) {
      throw e.in(version.path());
    }
  }

  /**
   * Opens what was read, asks it its evidence, and warms it.
   *
   * @throws BadModelException beginning with the path, if it may not serve
   */
  ScorerJar open(ModelVersion version, JarContents contents) {
    WeakReference<ScorerJar> known = opened.get(contents.digest());
    ScorerJar used = known == null ? null : known.get();
    if (used != null) {
      return used;
    }
    try {
      ScorerJar jar =
          ScorerJar.open(contents, options.engine(), () -> JarContents.read(version.path()));
      warmUp.run(jar.scorer(), jar.evidence());
      if (!options.driftWindow().isZero()) {
        jar.watchDrift(options.driftWindow());
      }
      opened.values().removeIf(reference -> reference.get() == null);
      opened.put(contents.digest(), new WeakReference<>(jar));
      return jar;
    } catch (BadModelException e) {
      throw e.in(version.path());
    }
  }

  /** Whether the version in service has to end before the next one is opened. */
  boolean endsFirst() {
    return options.order() == SwapOrder.RESOURCE;
  }

  /** A renamed jar would answer under another's name. */
  private static void requireIdentity(ModelVersion version, Manifest manifest) {
    if (!manifest.model().equals(version.model()) || manifest.version() != version.number()) {
      throw new BadModelException(
          "expected " + version + ", got " + manifest.model() + " " + manifest.version());
    }
  }

  private static void requireSchema(Schema before, Schema after) {
    SchemaChange.obstacle(before, after)
        .ifPresent(
            obstacle -> {
              throw new BadModelException(obstacle);
            });
  }

  /**
   * Whether the failure was one of reading or of memory, which may be over the next time. Where the
   * old version ends first, memory is no reason to try again: each try would be a gap.
   */
  boolean mayPass(Throwable e) {
    boolean memory = e instanceof OutOfMemoryError || e.getCause() instanceof OutOfMemoryError;
    return JarContents.couldNotRead(e) || (memory && !endsFirst());
  }
}
