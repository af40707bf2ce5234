package io.scorejar.transpiler;

import io.scorejar.BadModelException;
import io.scorejar.ModelVersion;
import io.scorejar.Statistics;
import io.scorejar.internal.Json;
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
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Makes a jar of a PMML file and proves it.
 *
 * <p>{@code --pmml F --model NAME --version N --out JAR [--engine
 * auto|compiled|transpiled|interpreted] [--evidence E.json] [--judge pipeline|file] [--report
 * R.json] [--seconds N] [--standalone true] [--statistics S.json]}; prints the jar's {@code
 * model.json}, and {@code jar}, {@code engine}, {@code notes} and {@code report} with it.
 *
 * <p>The evidence is as docs/jar.md has it, and {@code --judge} says who gave its answers; without
 * answers the interpreter is the judge; without evidence the rows are made up from the model.
 * {@code --seconds} (300) bounds the time that translation and compilation may take.
 *
 * <p>{@code --statistics} is what docs/jar.md calls statistics.json; the jar holds it as it is.
 *
 * <p>{@code --standalone true} puts the run time into a jar of the compiled engine alone.
 *
 * <p>{@code auto} takes the compiled engine and, beside it, the transpiled one or else the
 * interpreter, each where it can be made and agrees with the judges on every row, and says why one
 * is not there. {@code compiled} makes a jar without any of JPMML's code. Where no engine serves,
 * or the interpreter itself differs from the judge, the model is refused and no jar is written;
 * {@code --report} then names the file for what would be {@code report}.
 */
public final class Build {

  private static final String STANDALONE = "--standalone";

  static final List<String> OPTIONS =
      List.of(
          "--pmml",
          "--model",
          "--version",
          "--out",
          "--engine",
          "--evidence",
          "--judge",
          "--report",
          "--seconds",
          "--statistics",
          STANDALONE);

  private static final String AUTO = "auto";

  private static final String DISAGREES =
      "expected a model that agrees with its evidence, got one that does not: ";

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
    SortedMap<String, byte[]> beside = runTime(arguments, wanted);
    statistics(arguments, model).ifPresent(json -> beside.put(Statistics.ENTRY, json));
    Report report = new Report(model, judged);
    Jar jar;
    try {
      jar = jar(new Proving(version, model, judged, beside), wanted, limit);
    } catch (Declined e) {
      Map<String, Object> why = report.refused(e.getMessage(), e.judgements());
      arguments
          .optional("--report")
          .ifPresent(file -> Arguments.write(Path.of(file), Bytes.of(Json.write(why)).array()));
      throw new BadModelException(model.path() + ": " + e.getMessage() + told(why), e);
    }
    Arguments.write(out, jar.bytes().array());
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("jar", out.toString());
    summary.put("engine", jar.manifest().engines().get(0));
    summary.putAll(jar.manifest().toJson());
    summary.put("notes", jar.notes());
    summary.put("report", report.proved(jar));
    return summary;
  }

  /** Which entries of the run time the jar is to hold. */
  private static SortedMap<String, byte[]> runTime(Arguments arguments, String wanted) {
    if (arguments.choice(STANDALONE, List.of("false", "true")).equals("false")) {
      return new TreeMap<>();
    }
    if (!wanted.equals(CompiledEngine.NAME)) {
      throw new UsageException(
          STANDALONE + ": expected the compiled engine, which alone needs nothing, got " + wanted);
    }
    return RunTime.entries();
  }

  /** The statistics of training as they were given; those that no jar could hold are refused. */
  private static Optional<byte[]> statistics(Arguments arguments, Model model) {
    Optional<byte[]> json =
        arguments.optional("--statistics").map(file -> Arguments.content(Path.of(file)));
    json.ifPresent(bytes -> Statistics.read(bytes, model.schema()));
    return json;
  }

  private static String told(Map<String, Object> why) {
    return why.containsKey("cause") ? "; likely cause: " + why.get("cause") : "";
  }

  private static Jar jar(Proving proving, String wanted, Duration limit) throws Declined {
    try {
      Evaluators.verify(proving.model().evaluator());
    } catch (BadModelException e) {
      throw e.in(proving.model().path());
    }
    for (Judgement judgement : proving.judged().judgements()) {
      if (!judgement.check().agrees()) {
        throw new Declined(DISAGREES + judgement.sentence());
      }
    }
    return proved(proving, wanted, limit);
  }

  private static Jar proved(Proving proving, String wanted, Duration limit) throws Declined {
    Map<String, String> declined = new LinkedHashMap<>();
    List<Proving.Proved> held = new ArrayList<>();
    Declined last = null;
    for (Candidate candidate : candidates(proving.model(), limit)) {
      String name = candidate.name();
      boolean enough =
          held.stream().anyMatch(one -> !one.engine().name().equals(CompiledEngine.NAME));
      if (!wanted.equals(AUTO) && !wanted.equals(name)) {
        declined.put(name, "the " + wanted + " engine was asked for");
      } else if (!enough) {
        try {
          held.add(proving.prove(candidate.maker().make(), declined));
        } catch (Declined e) {
          declined.put(name, e.getMessage());
          last = e;
        }
      }
    }
    if (held.isEmpty()) {
      throw Objects.requireNonNull(last).because(expected(wanted));
    }
    return proving.jar(held, declined);
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

  private static String expected(String wanted) {
    return switch (wanted) {
      case CompiledEngine.NAME -> "expected a model that can be compiled, got one that cannot: ";
      case TranspiledEngine.NAME ->
          "expected a model that can be transpiled, got one that cannot: ";
      default -> DISAGREES;
    };
  }

  private static ModelVersion version(Arguments arguments, Path out) {
    try {
      return new ModelVersion(arguments.required("--model"), arguments.number("--version"), out);
    } catch (BadModelException e) {
      throw new UsageException("--" + e.getMessage(), e);
    }
  }
}
