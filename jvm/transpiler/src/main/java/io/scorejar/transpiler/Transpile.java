package io.scorejar.transpiler;

import com.sun.codemodel.JCodeModel;
import com.sun.codemodel.writer.FileCodeWriter;
import io.scorejar.BadModelException;
import io.scorejar.jpmml.InputNames;
import io.scorejar.jpmml.Pmml;
import io.scorejar.jpmml.Ranges;
import io.scorejar.jpmml.TemporalReplacements;
import io.scorejar.transpiler.repair.Repairs;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.PMML;
import org.jpmml.translator.mining.TreeModelBoosterTranslator;
import org.jpmml.transpiler.TranspilerUtil;

/**
 * Generates and compiles the classes of a PMML: {@code --pmml F --class NAME --out FOLDER}; prints
 * {@code {"repairs": […], "notes": […]}}. {@link Generated} runs it, in a JVM of its own.
 */
public final class Transpile {

  /** How its JVM is to be started. */
  static final List<String> JVM_OPTIONS =
      List.of(
          // JPMML makes names of identity hash codes, and orders nested classes by name. Counted
          // rather than drawn, they are the same in every run, and never the same twice.
          "-XX:+UnlockExperimentalVMOptions",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "-XX:hashCode=3",
          "-XX:+UseSerialGC",
          // It ends before C2 pays: 1000 trees of 63 leaves take 9 s of CPU instead of 18.
          "-XX:TieredStopAtLevel=1",
          // Trees become nested ifs, which JPMML and javac walk by recursion.
          "-Xss256m",
          // Small ensembles would else be summed in another order than the interpreter does.
          "-D" + TreeModelBoosterTranslator.class.getName() + "#NODE_COUNT_LIMIT=0");

  /** Far above what the JVM counts on its way here; all that follow have as many digits. */
  private static final int FIRST_HASH_CODE = 1_000_000;

  private Transpile() {}

  /** Runs the program; {@link Program} says how it ends. */
  public static void main(String[] arguments) {
    Orphan.endsWithItsParent();
    Program.main(arguments, List.of("--pmml", "--class", "--out"), Transpile::run);
  }

  static Map<String, Object> run(Arguments arguments) {
    PMML pmml = Pmml.read(Arguments.content(arguments.path("--pmml")));
    Unused.remove(pmml);
    Ranges.remove(pmml);
    List<String> repairs = new ArrayList<>(Repairs.apply(pmml));
    TemporalReplacements.putAway(pmml);
    InputNames.note(pmml);
    JCodeModel code = translated(pmml, arguments.required("--class"));
    repairs.addAll(Repairs.apply(code));
    Path out = arguments.path("--out");
    try {
      Path sources = Files.createDirectory(out.resolveSibling("sources"));
      code.build(
          new FileCodeWriter(sources.toFile(), "UTF-8"), new FileCodeWriter(out.toFile(), "UTF-8"));
      Javac.compile(sources, out);
      List<String> notes = Leftovers.in(opened(out, arguments.required("--class")));
      return Map.of("repairs", repairs, "notes", notes);
    } catch (IOException e) {
      throw new UsageException("expected room in the folder for temporary files, got " + e, e);
    }
  }

  private static PMML opened(Path classes, String className) throws IOException {
    URL[] folder = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(folder, Transpile.class.getClassLoader())) {
      return loader
          .loadClass(className)
          .asSubclass(PMML.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new BadModelException("the generated code does not start: " + cause, e);
    }
  }

  private static JCodeModel translated(PMML pmml, String className) {
    // How many were counted so far depends on the class path.
    while (System.identityHashCode(new Object()) < FIRST_HASH_CODE) {}
    try {
      return TranspilerUtil.translate(pmml, className);
    } catch (StackOverflowError e) {
      throw new BadModelException("the model is too deeply nested for JPMML's transpiler", e);
    } catch (RuntimeException e) {
      // JPMML's exceptions often say nothing; where they come from then tells what was not
      // possible.
      StackTraceElement where = e.getStackTrace()[0];
      throw new BadModelException(
          "JPMML's transpiler fails on the model: "
              + e
              + " at "
              + where.getClassName()
              + "."
              + where.getMethodName(),
          e);
    }
  }
}
