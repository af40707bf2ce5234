package io.scorejar.transpiler;

import io.scorejar.BadModelException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The compiler of the running JDK, over generated sources. */
final class Javac {

  private Javac() {}

  /**
   * Compiles all sources of a folder for Java 17, the oldest that jars are opened with.
   *
   * @throws BadModelException with the first error, if they do not compile
   */
  static void compile(Path sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new UsageException("expected a JDK, got a Java without a compiler");
    }
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, Locale.ROOT, StandardCharsets.UTF_8)) {
      boolean done =
          compiler
              .getTask(
                  null,
                  files,
                  diagnostics,
                  options(classes),
                  null,
                  files.getJavaFileObjectsFromPaths(in(sources)))
              .call();
      if (!done) {
        requireRoom(diagnostics);
        throw new BadModelException("the generated code does not compile: " + said(diagnostics));
      }
    }
  }

  private static List<Path> in(Path sources) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static List<String> options(Path classes) {
    return List.of(
        "--release",
        "17",
        "-d",
        classes.toString(),
        "-classpath",
        System.getProperty("java.class.path"),
        "-encoding",
        "UTF-8",
        "-proc:none",
        "-nowarn",
        // Nobody has the sources that line numbers would point to.
        "-g:none");
  }

  private static void requireRoom(DiagnosticCollector<JavaFileObject> diagnostics) {
    for (Diagnostic<?> diagnostic : diagnostics.getDiagnostics()) {
      if (diagnostic.getCode().equals("compiler.err.class.cant.write")) {
        throw new UsageException(
            "expected room in the folder for temporary files, got "
                + diagnostic.getMessage(Locale.ROOT));
      }
    }
  }

  private static String said(DiagnosticCollector<JavaFileObject> diagnostics) {
    List<Diagnostic<? extends JavaFileObject>> errors =
        diagnostics.getDiagnostics().stream()
            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .toList();
    if (errors.isEmpty()) {
      // It prints on standard error that it is out of memory or stack.
      return "javac does not say why";
    }
    String first = errors.get(0).getMessage(Locale.ROOT).lines().findFirst().orElse("");
    int more = errors.size() - 1;
    return first + (more == 0 ? "" : " (and " + more + " more)");
  }
}
