package io.scorejar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes model jars as {@code docs/jar.md} describes them: entries in a fixed order with a fixed
 * time, and the digest of everything at the end. The same inputs give the same bytes.
 */
public final class JarPackage {

  // Jars do not depend on the day. A month later than the earliest time that a ZIP can hold: for
  // that one Java adds a field which depends on the time zone.
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  /** What the manifest says of a jar that brings the run time along. */
  private static final String RUNS =
      "Main-Class: " + Main.class.getName() + "\r\nMulti-Release: true\r\n";

  private JarPackage() {}

  /**
   * Writes a jar. A file that is there is replaced; what was begun is removed when writing fails.
   *
   * @param evidence the sample to be scored again at every load, with answers
   * @param entries the engines' own entries by name, such as {@code META-INF/scorejar/model.pmml}
   *     or classes; those of the run time, where the jar is to need nothing else
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if an entry's name is one that the jar has anyway, or the
   *     evidence has no answers
   */
  public static void write(
      Path path, Manifest manifest, Evidence evidence, SortedMap<String, byte[]> entries)
      throws IOException {
    byte[] bytes = bytes(manifest, evidence, entries);
    try {
      Files.write(path, bytes);
    } catch (IOException e) {
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** The jar that {@link #write} writes. */
  public static byte[] bytes(
      Manifest manifest, Evidence evidence, SortedMap<String, byte[]> entries) {
    if (!evidence.answered()) {
      throw new IllegalArgumentException("evidence: expected rows with answers");
    }
    Map<String, byte[]> all = new LinkedHashMap<>();
    boolean runs = entries.keySet().stream().anyMatch(JarContents::ofRunTime);
    all.put(
        "META-INF/MANIFEST.MF", utf8("Manifest-Version: 1.0\r\n" + (runs ? RUNS : "") + "\r\n"));
    all.put(Manifest.ENTRY, manifest.write());
    all.put(Evidence.ENTRY, evidence.writeForJar());
    all.put("META-INF/maven/io.scorejar.models/" + manifest.model() + "/pom.xml", pom(manifest));
    entries.forEach(
        (name, content) -> {
          if (all.put(name, content) != null) {
            throw new IllegalArgumentException(name + ": expected an entry that is not there yet");
          }
        });
    return sealed(zip(all));
  }

  static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> content : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(content.getKey());
        entry.setTimeLocal(TIME);
        zip.putNextEntry(entry);
        zip.write(content.getValue());
        zip.closeEntry();
      }
      zip.setComment("0".repeat(JarContents.DIGEST_LENGTH)); // Its place; see sealed().
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return bytes.toByteArray();
  }

  /** Puts the digest into the place that {@link #zip} left for it. */
  static byte[] sealed(byte[] bytes) {
    int length = bytes.length - JarContents.DIGEST_LENGTH;
    String digest = HexFormat.of().formatHex(Digest.sha256(bytes, length));
    System.arraycopy(utf8(digest), 0, bytes, length, JarContents.DIGEST_LENGTH);
    return bytes;
  }

  /** Coordinates only: who installs the jar chooses the engine that runs it. */
  private static byte[] pom(Manifest manifest) {
    return utf8(
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>io.scorejar.models</groupId>
          <artifactId>%s</artifactId>
          <version>%d</version>
        </project>
        """
            .formatted(manifest.model(), manifest.version()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
