package io.scorejar.transpiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.scorejar.BadModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that are compiled as the generated ones are, and looked through. */
final class GeneratedClassesTest {

  @TempDir Path folder;

  private SortedMap<String, byte[]> compiled(String source) throws Exception {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Files.writeString(sources.resolve("A.java"), source);
    Javac.compile(sources, classes);
    SortedMap<String, byte[]> entries = new TreeMap<>();
    try (var files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return entries;
  }

  private static String adding(int times) {
    return "x += x * 3.5;".repeat(times);
  }

  @Test
  void short_methods_are_nothing_to_tell() throws Exception {
    String source =
        """
        package g;
        class A {
          static final long L = 5_000_000_000L;
          static final String[] S = {"a", "ü"};
          interface F { double of(double x); }
          static F f = x -> x * 2.5;
          static class Inner { int[][] cells = new int[2][2]; }
          Object o = new Inner();
        }
        """;
    assertEquals(List.of(), GeneratedClasses.check(compiled(source)));
  }

  @Test
  void a_method_that_the_jvm_never_compiles_is_told() throws Exception {
    String source = "package g; class A { static double f(double x) {%s return x; } }";
    SortedMap<String, byte[]> entries = compiled(source.formatted(adding(1200)));
    int length =
        ClassFile.read(entries.get("g/A.class")).methods().stream()
            .filter(method -> method.name().equals("f"))
            .findFirst()
            .orElseThrow()
            .codeLength();
    assertEquals(
        List.of(
            "1 method has more than 8000 bytes of bytecode (up to "
                + length
                + "), which the JVM never compiles: rows that go through are slow"),
        GeneratedClasses.check(entries));
  }

  @Test
  void a_long_method_that_runs_once_is_nothing_to_tell() throws Exception {
    String source = "package g; class A { static double build$1(double x) {%s return x; } }";
    assertEquals(List.of(), GeneratedClasses.check(compiled(source.formatted(adding(1200)))));
  }

  @Test
  void a_class_that_is_missing_is_told() throws Exception {
    SortedMap<String, byte[]> entries =
        compiled("package g; class A { static class Inner {} Object o = new Inner(); }");
    entries.remove("g/A$Inner.class");
    assertEquals(
        "the generated class g/A$Inner is missing",
        assertThrows(Declined.class, () -> GeneratedClasses.check(entries)).getMessage());
  }

  @Test
  void code_that_does_not_compile_is_told_with_the_first_error() {
    assertEquals(
        "the generated code does not compile: incompatible types: java.lang.String cannot be"
            + " converted to int (and 1 more)",
        assertThrows(
                BadModelException.class,
                () -> compiled("package g; class A { int a = \"one\"; int b = \"two\"; }"))
            .getMessage());
  }

  @Test
  void code_beyond_the_limits_of_java_is_told() {
    String source = "package g; class A { static double f(double x) {%s return x; } }";
    assertEquals(
        "the generated code does not compile: code too large",
        assertThrows(BadModelException.class, () -> compiled(source.formatted(adding(9000))))
            .getMessage());
  }
}
