package io.scorejar.transpiler;

import io.scorejar.JarContents;
import io.scorejar.ScorerJar;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The run time, as entries of a model jar that is to need nothing else. */
final class RunTime {

  private RunTime() {}

  /**
   * What the jar {@code scorejar-scorer}, from which this process runs, holds of the run time.
   *
   * @throws UsageException if this process does not run from such a jar
   */
  static SortedMap<String, byte[]> entries() {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    Path jar = jar();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        if (!entry.isDirectory() && JarContents.ofRunTime(entry.getName())) {
          entries.put(entry.getName(), file.getInputStream(entry).readAllBytes());
        }
      }
    } catch (IOException e) {
      throw new UsageException(jar + ": expected the jar of the run time, got " + e, e);
    }
    return entries;
  }

  private static Path jar() {
    try {
      return Path.of(ScorerJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a place on the class path is a URI", e);
    }
  }
}
