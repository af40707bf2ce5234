package io.scorejar.transpiler;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scorejar.Evidence;
import io.scorejar.ScorejarException;
import io.scorejar.internal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.LogManager;

/**
 * Changes a PMML in one place at a time and asks whether the judges notice.
 *
 * <p>{@code PMML EVIDENCE.json SEED COUNT}; evidence without answers is answered by the interpreter
 * from the PMML as it is. Prints {@code {"tried", "caught", "escaped": [sentences], "neutral",
 * "kinds": {kind: caught}}}: neutral are those of which no row was found, among many made for the
 * very node, whose answer or raw score has other bits.
 */
final class Mutations {

  private final Path folder;
  private final Document document;
  private final Model original;
  private final Judged judged;
  private final List<String> escaped = new ArrayList<>();
  private final Map<String, Integer> caught = new TreeMap<>();
  private int neutral;

  private Mutations(Path pmml, Path evidence, Path folder) throws IOException {
    this.folder = folder;
    this.document = Document.of(Files.readAllBytes(pmml));
    this.original = Model.read(pmml);
    this.judged = Judged.of(original, arguments(evidence));
  }

  private static Arguments arguments(Path evidence) {
    String[] words = {"--evidence", evidence.toString(), "--judge", "pipeline"};
    return Arguments.of(words, List.of("--evidence", "--judge"));
  }

  public static void main(String[] words) throws IOException {
    LogManager.getLogManager().reset();
    Path folder = Files.createTempDirectory("mutations");
    Mutations mutations = new Mutations(Path.of(words[0]), Path.of(words[1]), folder);
    if (mutations.judged.judgements().stream().anyMatch(one -> !one.check().agrees())) {
      throw new IllegalStateException(mutations.judged.judgements().get(0).sentence());
    }
    int tried = mutations.run(new Random(Long.parseLong(words[2])), Integer.parseInt(words[3]));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tried", tried);
    json.put("caught", mutations.caught.values().stream().mapToInt(one -> one).sum());
    json.put("escaped", mutations.escaped);
    json.put("neutral", mutations.neutral);
    json.put("kinds", mutations.caught);
    System.out.println(Json.write(json));
    Files.deleteIfExists(folder.resolve("mutant.pmml"));
    Files.delete(folder);
    System.exit(0);
  }

  /** As many mutations of each kind as there is room for, kinds that the model has alone. */
  private int run(Random random, int count) throws IOException {
    List<List<Document.Mutation>> kinds = new ArrayList<>(document.mutations(random));
    kinds.removeIf(List::isEmpty);
    kinds.forEach(kind -> Collections.shuffle(kind, random));
    int tried = 0;
    for (int i = 0; tried < count && i < count; i++) {
      for (List<Document.Mutation> kind : kinds) {
        if (i < kind.size() && tried < count) {
          judge(kind.get(i), new Random(i));
          tried++;
        }
      }
    }
    return tried;
  }

  private void judge(Document.Mutation mutation, Random random) throws IOException {
    Path file = Files.writeString(folder.resolve("mutant.pmml"), mutation.xml(), UTF_8);
    if (caught(file)) {
      caught.merge(mutation.kind(), 1, Integer::sum);
      return;
    }
    Evidence rows = new Targeted(original, document, random).rows(mutation.node());
    if (differ(Model.read(file), rows)) {
      escaped.add(mutation.sentence());
    } else {
      neutral++;
    }
  }

  /** What {@link Judged} does with the evidence, the mutant in the place of the model. */
  private boolean caught(Path mutant) {
    try {
      Model model = Model.read(mutant);
      Evidence expected = judged.evidence();
      Witness witness = Witness.of(model, expected, expected.notes().raw().keySet());
      return !io.scorejar.Check.of(
                  Witness.NAME, witness.replies(), expected, agreement())
              .agrees()
          || witness.raw(expected, "pipeline").filter(one -> !one.check().agrees()).isPresent();
    } catch (ScorejarException e) {
      return true; // Refused before it is judged.
    }
  }

  /** The interpreter is held to its own answers by bits, as engines are. */
  private io.scorejar.Agreement agreement() {
    return judged.judge().equals(Witness.NAME)
        ? io.scorejar.Agreement.BITS
        : judged.agreement();
  }

  /** Whether any row has an answer or a raw score of other bits. */
  private boolean differ(Model mutant, Evidence rows) {
    var raw = judged.evidence().notes().raw().keySet();
    Witness before = Witness.of(original, rows, raw);
    Witness after = Witness.of(mutant, rows, raw);
    for (int row = 0; row < rows.size(); row++) {
      if (!java.util.Objects.equals(before.replies().answer(row), after.replies().answer(row))) {
        return true;
      }
    }
    return false;
  }
}
