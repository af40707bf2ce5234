package io.scorejar;

import io.scorejar.internal.Json;
import io.scorejar.kernel.CompiledEngine;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command line: scores a CSV file, shows what a jar is, or proves it again.
 *
 * <p>Exit codes: 0 done; 1 our own fault; 2 wrong usage, a file that is not there; 3 the jar was
 * refused or disproved; 4 a row was wrong. Errors are one line on standard error.
 */
public final class Main {

  private static final String USAGE =
      "expected score JAR ROWS.csv, inspect JAR or verify JAR, and perhaps --engine NAME";

  private Main() {}

  /** Runs a command and ends the process. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  /** Runs a command and returns its exit code. */
  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    try {
      command(arguments, out);
      return 0;
    } catch (UsageException e) {
      return failed(err, e.getMessage(), 2);
    } catch (BadModelException e) {
      return failed(err, e.getMessage(), 3);
    } catch (InvalidRowException e) {
      return failed(err, e.getMessage(), 4);
    } catch (InternalException e) {
      return failed(err, e.getMessage(), 1);
    } catch (IOException | RuntimeException e) {
      return failed(err, e.toString(), 1);
    }
  }

  private static int failed(PrintStream err, String message, int code) {
    err.println("error: " + message);
    return code;
  }

  private static void command(List<String> arguments, PrintStream out) throws IOException {
    List<String> words = new ArrayList<>(arguments);
    String engine = option(words, "--engine", Engines.AUTO);
    String command = words.isEmpty() ? "" : words.remove(0);
    if (command.equals("score") && words.size() == 2) {
      score(file(words.get(0)), engine, file(words.get(1)), out);
    } else if (command.equals("inspect") && words.size() == 1) {
      inspect(file(words.get(0)), out);
    } else if (command.equals("verify") && words.size() == 1) {
      verify(file(words.get(0)), engine, out);
    } else {
      throw new UsageException(USAGE + ", got " + arguments);
    }
  }

  private static String option(List<String> words, String name, String otherwise) {
    int place = words.indexOf(name);
    if (place < 0) {
      return otherwise;
    }
    if (place + 1 == words.size()) {
      throw new UsageException(name + ": expected a value, got none");
    }
    words.remove(place);
    return words.remove(place);
  }

  private static Path file(String name) {
    try {
      Path path = Path.of(name);
      if (Files.isReadable(path) && !Files.isDirectory(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // A name that no file can have: nothing can be read there either.
    }
    throw new UsageException(name + ": expected a file that can be read, got none");
  }

  /** The manifest, and which kernels the compiled engine would run here. */
  private static void inspect(Path path, PrintStream out) throws IOException {
    JarContents contents = JarContents.read(path);
    Map<String, Object> json = contents.manifest().toJson();
    if (contents.manifest().engines().contains(CompiledEngine.NAME)) {
      json.put("kernels", new CompiledEngine().open(contents).describe());
    }
    out.println(Json.write(json));
  }

  /** Opening a jar runs its evidence, so that one which opens has passed. */
  private static void verify(Path path, String engine, PrintStream out) {
    try (ScorerJar jar = ScorerJar.open(path, engine)) {
      Check check = jar.verify();
      out.println(
          jar
              + ": "
              + check.rows()
              + " rows agree, differing by at most "
              + check.maxUlps()
              + " ulps");
    }
  }

  private static void score(Path path, String engine, Path csv, PrintStream out)
      throws IOException {
    try (ScorerJar jar = ScorerJar.open(path, engine);
        Reader reader = Files.newBufferedReader(csv)) {
      Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
      try {
        score(jar, Csv.read(csv.toString(), reader), writer);
      } finally {
        writer.flush(); // Rows before a wrong one have been answered.
      }
    }
  }

  private static void score(ScorerJar jar, Csv rows, Writer writer) throws IOException {
    Schema schema = jar.schema();
    int[] places = schema.inputs().stream().mapToInt(input -> rows.column(input.name())).toArray();
    Csv.write(writer, schema.outputs().stream().map(Output::name).toList());
    for (List<String> cells = rows.next(); cells != null; cells = rows.next()) {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int i = 0; i < places.length; i++) {
        Input input = schema.inputs().get(i);
        row.put(input.name(), Csv.value(input.type(), cells.get(places[i])));
      }
      try {
        Csv.write(writer, jar.scorer().score(row).values());
      } catch (InvalidRowException e) {
        throw e.at(rows.number());
      }
    }
  }

  /** The command line is wrong. */
  private static final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }
}
