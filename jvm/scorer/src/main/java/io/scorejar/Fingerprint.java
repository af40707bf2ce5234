package io.scorejar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * What tells, without reading a file, that it is still the one that was seen: whatever writes,
 * replaces, or makes it readable changes one of these. Links are followed.
 *
 * @param size in bytes
 * @param modified the time of the last write
 * @param changed the time of the last change of content or rights, where the platform has it: a
 *     writer can set the other time back, but not this one
 * @param key the file's identity (device and inode), where the platform has it
 */
record Fingerprint(long size, Object modified, Object changed, Object key) {

  /** The fingerprint of a file; empty if it is not there. */
  static Optional<Fingerprint> of(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return Optional.of(
          new Fingerprint(
              attributes.size(),
              attributes.lastModifiedTime(),
              changed(path),
              attributes.fileKey()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Object changed(Path path) throws IOException {
    boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    return unix ? Files.getAttribute(path, "unix:ctime") : "unknown";
  }
}
