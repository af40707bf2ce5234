package io.scorejar;

import java.util.Optional;

/** Takes a version all the way from its file to warm, or says why not. Safe for any thread. */
final class VersionLoader {

  private final LiveOptions options;

  VersionLoader(LiveOptions options) {
    this.options = options;
  }

  /**
   * Reads a version and checks what can be told without opening it: content and digest, format,
   * name and number, schema.
   *
   * @param before the version in service, or null
   * @return what the file holds, or nothing where that is the very content of {@code before}
   * @throws BadModelException beginning with the path, if it may not serve
   */
  Optional<JarContents> read(ModelVersion version, ScorerJar before) {
    JarContents contents = JarContents.read(version.path());
    try {
      requireIdentity(version, contents.manifest());
      if (before != null && before.digest().equals(contents.digest())) {
        return Optional.empty(); // The same file under another inode or time.
      }
      if (before != null && !options.allowSchemaChange()) {
        requireSchema(before.schema(), contents.manifest().schema());
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
    try {
      ScorerJar jar = ScorerJar.open(contents, options.engine());
      WarmUp.run(jar.scorer(), jar.evidence(), options.warmUpRows(), options.warmUpTime());
      if (!options.driftWindow().isZero()) {
        jar.watchDrift(options.driftWindow());
      }
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
