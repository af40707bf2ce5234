package io.scorejar.transpiler;

import io.scorejar.Agreement;
import io.scorejar.Check;
import io.scorejar.Evidence;
import io.scorejar.JarContents;
import io.scorejar.Replies;
import io.scorejar.Scorer;
import io.scorejar.internal.Json;
import io.scorejar.kernel.CompiledEngine;
import io.scorejar.kernel.KernelBits;
import io.scorejar.program.ProgramBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import java.util.stream.Stream;

/**
 * Compares every kernel with the reference walk, and the reference walk with JPMML's interpreter,
 * on all evidence of the jars in a folder: {@code FOLDER MOST LANES}. A jar NAME.jar has NAME.pmml
 * beside it, and NAME.json or else rows made from the model; of the evidence at most MOST rows are taken, evenly spread, and kernels
 * of lanes run on at most LANES of a jar. {@code -Dscorejar.kernel=reference} must be set.
 *
 * <p>Prints {@code {"jars", "lanes", "answers", "kernels": {name: rows}, "differences":
 * [sentences]}}.
 */
public final class Bits {

  private final int most;
  private final int laneRows;
  private final Map<String, Long> kernels = new TreeMap<>();
  private final List<String> differences = new ArrayList<>();
  private long answers;

  private Bits(int most, int laneRows) {
    this.most = most;
    this.laneRows = laneRows;
  }

  public static void main(String[] words) throws IOException {
    LogManager.getLogManager().reset();
    if (!"reference".equals(System.getProperty("scorejar.kernel"))) {
      throw new IllegalStateException("expected -Dscorejar.kernel=reference");
    }
    List<Path> jars;
    try (Stream<Path> files = Files.list(Path.of(words[0]))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    Bits bits = new Bits(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    for (Path jar : jars) {
      try {
        bits.compare(jar);
      } catch (RuntimeException | Error e) {
        bits.differences.add(jar.getFileName() + ": " + e);
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("jars", jars.size());
    json.put("lanes", KernelBits.lanes());
    json.put("answers", bits.answers);
    json.put("kernels", bits.kernels);
    json.put("differences", bits.differences);
    System.out.println(Json.write(json));
    System.exit(0); // the threads of the interpreter's pool need not be waited for
  }

  private void compare(Path jar) throws IOException {
    String name = jar.getFileName().toString().replace(".jar", "");
    JarContents contents = JarContents.read(jar);
    Model model = Model.read(jar.resolveSibling(name + ".pmml"));
    Path json = jar.resolveSibling(name + ".json");
    Evidence given =
        Files.exists(json)
            ? Evidence.read(Files.readAllBytes(json), model.schema())
            : Questions.none(model);
    Evidence rows = Questions.of(model, given).sample(most);
    interpreter(name, model, rows, new CompiledEngine().open(contents));
    KernelBits bits =
        new KernelBits(ProgramBytes.read(contents.required(ProgramBytes.ENTRY)), laneRows);
    bits.run(rows.doubles(), rows.size());
    bits.compared().forEach((kernel, count) -> kernels.merge(kernel, count, Long::sum));
    bits.different()
        .forEach(
            (kernel, count) -> {
              if (count > 0) {
                differences.add(name + ": " + kernel + " differs on " + count + " rows");
              }
            });
  }

  private void interpreter(String name, Model model, Evidence rows, Scorer reference) {
    Evidence expected = Witness.of(model, rows, Set.of()).answers();
    Replies replies = Replies.inParallel(reference, expected);
    Check check = Check.of("reference", replies, expected, Agreement.BITS);
    answers += check.rows();
    check.firstDifference().ifPresent(first -> differences.add(name + ": " + first));
  }
}
