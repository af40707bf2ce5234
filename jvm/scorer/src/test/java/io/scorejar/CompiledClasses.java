package io.scorejar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles a class {@code model.Sum} for a jar of {@link ClassEngine}. */
final class CompiledClasses {

  private CompiledClasses() {}

  /**
   * The entries of a class whose answers are right for {@link TestModel#evidence}.
   *
   * @param members what else stands in the class
   */
  static SortedMap<String, byte[]> sum(Path scratch, String intercept, String members) {
    String source =
        """
        package model;
        public final class Sum implements java.util.function.ToDoubleFunction<Object[]> {
          %s
          static final class Age {
            static double of(Object[] row) { return row[0] == null ? 0 : (Double) row[0]; }
          }
          public double applyAsDouble(Object[] row) { return %s + Age.of(row); }
        }
        """
            .formatted(members, intercept);
    try {
      Path file = Files.writeString(scratch.resolve("Sum.java"), source);
      Path out = Files.createDirectories(scratch.resolve("out"));
      String[] arguments = {"-proc:none", "-d", out.toString(), file.toString()};
      if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments) != 0) {
        throw new IllegalArgumentException("expected a class that compiles, got " + source);
      }
      return entries(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SortedMap<String, byte[]> entries(Path out) throws IOException {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.put(out.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return entries;
  }

  /** A jar of {@code credit} that runs the class. */
  static byte[] jar(long version, double intercept, SortedMap<String, byte[]> entries) {
    return JarPackage.bytes(
        TestModel.manifest("credit", version, TestModel.schema(), "classes"),
        TestModel.evidence(TestModel.schema(), intercept),
        entries);
  }
}
