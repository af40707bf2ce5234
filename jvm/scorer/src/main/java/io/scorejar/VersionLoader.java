package io.scorejar;

/** Takes a version all the way from its file to warm, or says why not. Safe for any thread. */
final class VersionLoader {

  private final LiveOptions options;

  VersionLoader(LiveOptions options) {
    this.options = options;
  }

  /**
   * Reads, checks, opens and warms a version, in this order: content and digest, format, name and
   * number, schema, engine, evidence, warm-up.
   *
   * @param before the version in service, or null
   * @return the version, or {@code before} itself where the file holds the very same content
   * @throws BadModelException beginning with the path, if it may not serve
   */
  ScorerJar load(ModelVersion version, ScorerJar before) {
    JarContents contents = JarContents.read(version.path());
    try {
      requireIdentity(version, contents.manifest());
      if (before != null && before.digest().equals(contents.digest())) {
        return before; // The same file under another inode or time.
      }
      if (before != null && !options.allowSchemaChange()) {
        requireSchema(before.schema(), contents.manifest().schema());
      }
      ScorerJar jar = ScorerJar.open(contents, options.engine());
      WarmUp.run(jar.scorer(), jar.evidence(), options.warmUpRows(), options.warmUpTime());
      return jar;
    } catch (BadModelException e) {
      throw e.in(version.path());
    }
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

  /** Whether the failure was one of reading or of memory, which may be over the next time. */
  static boolean mayPass(Throwable e) {
    return JarContents.couldNotRead(e)
        || e instanceof OutOfMemoryError
        || e.getCause() instanceof OutOfMemoryError;
  }
}
