package io.scorejar;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.Collections;
import java.util.List;

/** Finds the model jar on a class path. */
final class ClassPathJar {

  private ClassPathJar() {}

  /**
   * Opens the one model jar that a loader sees, also one inside of another jar if the loader can
   * look into that.
   *
   * @throws BadModelException if there is none or more than one, or it does not open
   */
  static ScorerJar open(ClassLoader loader) {
    URL file = file(loader);
    try {
      return ScorerJar.open(read(file), Engines.AUTO, () -> read(file));
    } catch (BadModelException e) {
      throw e.in(file);
    }
  }

  private static JarContents read(URL file) {
    try (InputStream in = file.openStream()) {
      return JarContents.read(in);
    } catch (IOException e) {
      throw new BadModelException(file + ": expected a readable jar, got " + e, e);
    }
  }

  private static URL file(ClassLoader loader) {
    try {
      List<URL> found = Collections.list(loader.getResources(Manifest.ENTRY));
      if (found.size() != 1) {
        throw new BadModelException(
            "expected one model jar on the class path, got "
                + (found.isEmpty() ? "none" : found.size() + ": " + found));
      }
      if (found.get(0).openConnection() instanceof JarURLConnection jar) {
        return jar.getJarFileURL();
      }
      throw new BadModelException(
          "expected a model jar on the class path, got a folder: " + found.get(0));
    } catch (IOException e) {
      throw new BadModelException("expected a class path that can be read, got " + e, e);
    }
  }
}
