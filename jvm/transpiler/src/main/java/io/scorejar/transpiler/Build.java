package io.scorejar.transpiler;

import io.scorejar.BadModelException;
import io.scorejar.Check;
import io.scorejar.ModelVersion;
import io.scorejar.jpmml.Evaluators;
import io.scorejar.jpmml.InterpretedEngine;
import io.scorejar.jpmml.TranspiledEngine;
import io.scorejar.kernel.CompiledEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a jar of a PMML file and proves it.
 *
 * <p>{@code --pmml F --model NAME --version N --out JAR [--engine
 * auto|compiled|transpiled|interpreted] [--evidence E.json] [--judge pipeline|file] [--seconds N]};
 * prints the jar's {@code model.json}, and {@code jar}, {@code engine} and {@code notes} with it.
 *
 * <p>The evidence is as docs/jar.md has it, and {@code --judge} says who gave its answers; without
 * answers the interpreter is the judge; without evidence the rows are made up from the model.
 * {@code --seconds} (300) bounds the time that translation and compilation may take.
 *
 * <p>{@code auto} takes the compiled engine and, beside it, the transpiled one or else the
 * interpreter, each where it can be made and agrees with the judge on every row, and says why one
 * is not there. Where none does, the model is refused and nothing is written. {@code compiled}
 * makes a jar without any of JPMML's code.
 */
public final class Build {

  static final List<String> OPTIONS =
      List.of(
          "--pmml",
          "--model",
          "--version",
          "--out",
          "--engine",
          "--evidence",
          "--judge",
          "--seconds");

  private static final String AUTO = "auto";

  private static final List<String> ENGINES =
      List.of(AUTO, CompiledEngine.NAME, TranspiledEngine.NAME, InterpretedEngine.NAME);

  private Build() {}

  /** Runs the program; {@link Program} says how it ends. */
  public static void main(String[] arguments) {
    Program.main(arguments, OPTIONS, Build::run);
  }

  static Map<String, Object> run(Arguments arguments) {
    String wanted = arguments.choice("--engine", ENGINES);
    Path out = arguments.path("--out");
    ModelVersion version = version(arguments, out);
    Duration limit = Duration.ofSeconds(arguments.number("--seconds", 300));
    Model model = Model.read(arguments.path("--pmml"));
    Judged judged = Judged.of(model, arguments);
    Jar jar = jar(new Proving(version, model, judged), wanted, limit);
    Arguments.write(out, jar.bytes().array());
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("jar", out.toString());
    summary.put("engine", jar.manifest().engines().get(0));
    summary.putAll(jar.manifest().toJson());
    summary.put("notes", jar.notes());
    return summary;
  }

  private static Jar jar(Proving proving, String wanted, Duration limit) {
    try {
      Evaluators.verify(proving.model().evaluator());
      return proved(proving, wanted, limit);
    } catch (BadModelException e) {
      throw e.in(proving.model().path());
    }
  }

  private static Jar proved(Proving proving, String wanted, Duration limit) {
    Map<String, String> declined = new LinkedHashMap<>();
    List<Engine> held = new ArrayList<>();
    Map<String, Check> checks = new LinkedHashMap<>();
    for (Candidate candidate : candidates(proving.model(), limit)) {
      String name = candidate.name();
      boolean enough = held.stream().anyMatch(engine -> !engine.name().equals(CompiledEngine.NAME));
      if (!wanted.equals(AUTO) && !wanted.equals(name)) {
        declined.put(name, "the " + wanted + " engine was asked for");
      } else if (!enough) {
        try {
          Engine engine = candidate.maker().make();
          checks.put(name, proving.check(engine, declined));
          held.add(engine);
        } catch (Declined e) {
          declined.put(name, e.getMessage());
        }
      }
    }
    if (held.isEmpty()) {
      throw refused(wanted, declined);
    }
    return proving.jar(held, checks, declined);
  }

  /** An engine that may be made. */
  private record Candidate(String name, Maker maker) {

    interface Maker {
      Engine make() throws Declined;
    }
  }

  /** The engines in the order in which they are wanted; of the last two, one is enough. */
  private static List<Candidate> candidates(Model model, Duration limit) {
    return List.of(
        new Candidate(CompiledEngine.NAME, () -> Engine.compiled(model)),
        new Candidate(TranspiledEngine.NAME, () -> Engine.transpiled(model, limit)),
        new Candidate(InterpretedEngine.NAME, () -> Engine.interpreted(model)));
  }

  private static BadModelException refused(String wanted, Map<String, String> declined) {
    String expected =
        switch (wanted) {
          case CompiledEngine.NAME ->
              "expected a model that can be compiled, got one that cannot: ";
          case TranspiledEngine.NAME ->
              "expected a model that can be transpiled, got one that cannot: ";
          default -> "expected a model that agrees with its evidence, got one that does not: ";
        };
    String last = wanted.equals(AUTO) ? InterpretedEngine.NAME : wanted;
    return new BadModelException(expected + declined.get(last));
  }

  private static ModelVersion version(Arguments arguments, Path out) {
    try {
      return new ModelVersion(arguments.required("--model"), arguments.number("--version"), out);
    } catch (BadModelException e) {
      throw new UsageException("--" + e.getMessage(), e);
    }
  }
}
