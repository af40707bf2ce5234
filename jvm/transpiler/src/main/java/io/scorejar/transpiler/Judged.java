package io.scorejar.transpiler;

import io.scorejar.Agreement;
import io.scorejar.BadModelException;
import io.scorejar.Check;
import io.scorejar.Evidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows with the answers that an engine must give, who gave them, and what the interpreter says.
 *
 * @param evidence the rows with the judge's answers
 * @param judge {@code pipeline}, {@code file} or {@code interpreter}
 * @param agreement what counts as equal to the judge's answers
 * @param witness the interpreter's answers to these rows and, after them, to rows made from the
 *     model where the evidence has none of those
 * @param judgements of the interpreter, where it is not the judge itself
 */
record Judged(
    Evidence evidence,
    String judge,
    Agreement agreement,
    Witness witness,
    List<Judgement> judgements) {

  static Judged of(Model model, Arguments arguments) {
    Optional<Path> file = arguments.optional("--evidence").map(Path::of);
    String judge = arguments.choice("--judge", List.of("file", "pipeline"));
    Evidence given = file.isPresent() ? read(file.get(), model) : Questions.none(model);
    Witness witness = Witness.of(model, Questions.of(model, given), given.notes().raw().keySet());
    if (!given.answered()) {
      return byInterpreter(model, witness);
    }
    Agreement agreement = given.notes().agreement().orElse(model.agreement());
    List<Judgement> judgements = new ArrayList<>();
    Check check = Check.of(Witness.NAME, witness.replies(), given, agreement);
    judgements.add(new Judgement(judge, agreement, check));
    witness.raw(given, judge).ifPresent(judgements::add);
    return new Judged(given, judge, agreement, witness, judgements);
  }

  private static Judged byInterpreter(Model model, Witness witness) {
    Evidence evidence = witness.answers();
    if (evidence.answerable().size() == 0) {
      throw new BadModelException(
          model.path()
              + ": expected a model that answers some of "
              + evidence.size()
              + " rows, got none: give evidence of your own");
    }
    // Bits where the jar is made (Proving), but it is opened elsewhere too: other processors and
    // releases of Java have other routines for exp and log.
    return new Judged(evidence, Witness.NAME, Agreement.ULPS, witness, List.of());
  }

  private static Evidence read(Path path, Model model) {
    byte[] json = Arguments.content(path);
    Evidence evidence = Evidence.read(json, model.schema());
    if (evidence.size() == 0) {
      throw new BadModelException(path + ": expected at least one row, got none");
    }
    return evidence;
  }

  /** All rows that an engine is asked: those of the evidence come first. */
  Evidence asked() {
    return witness.answers();
  }
}
