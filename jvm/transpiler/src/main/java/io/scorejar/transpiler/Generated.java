package io.scorejar.transpiler;

import io.scorejar.internal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The classes that {@link Transpile} makes of a PMML, in a JVM of its own: JPMML's transpiler and
 * javac may take minutes and any memory, and only a process can be stopped.
 *
 * @param entries classes and resources, by their names in a jar
 * @param repairs what was changed in the PMML first, a sentence each
 * @param notes what was left to the interpreter, a sentence each
 */
record Generated(SortedMap<String, byte[]> entries, List<String> repairs, List<String> notes) {

  /**
   * Generates and compiles.
   *
   * @param className the class of the whole model, with its package
   * @throws Declined if it cannot be done, or not within the limit
   */
  static Generated of(byte[] xml, String className, Duration limit) throws Declined {
    try {
      Path folder = Files.createTempDirectory("scorejar-transpile-");
      try {
        Path pmml = Files.write(folder.resolve("model.pmml"), xml);
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Map<?, ?> said = run(folder, pmml, classes, className, limit);
        return new Generated(
            entries(classes), sentences(said.get("repairs")), sentences(said.get("notes")));
      } finally {
        remove(folder);
      }
    } catch (IOException e) {
      throw new UsageException("expected room in the folder for temporary files, got " + e, e);
    }
  }

  private static Map<?, ?> run(
      Path folder, Path pmml, Path classes, String className, Duration limit)
      throws IOException, Declined {
    Child child =
        Child.start(
            folder,
            Transpile.class,
            Transpile.JVM_OPTIONS,
            List.of("--pmml", pmml + "", "--class", className, "--out", classes + ""));
    if (!child.ends(limit)) {
      throw new Declined("translation and compilation took more than " + limit.toSeconds() + " s");
    }
    return (Map<?, ?>) Json.read(child.answer());
  }

  private static List<String> sentences(Object json) {
    return ((List<?>) json).stream().map(String.class::cast).toList();
  }

  private static SortedMap<String, byte[]> entries(Path classes) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(file).toString().replace('\\', '/');
        entries.put(name, Files.readAllBytes(file));
      }
    }
    return entries;
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> inside = new ArrayList<>(files.toList());
      // Children come after their folders.
      Collections.reverse(inside);
      for (Path file : inside) {
        Files.delete(file);
      }
    }
  }
}
