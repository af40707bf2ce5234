package io.scorejar.transpiler;

import io.scorejar.BadModelException;
import io.scorejar.Evidence;
import io.scorejar.InvalidRowException;
import io.scorejar.Output;
import io.scorejar.ScorejarException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows with the answers that an engine must give, and who gave them.
 *
 * @param judge {@code pipeline}, {@code file} or {@code interpreter}
 */
record Judged(Evidence evidence, String judge) {

  private static final String INTERPRETER = "interpreter";

  static Judged of(Model model, Arguments arguments) {
    Optional<String> file = arguments.optional("--evidence");
    String judge = arguments.choice("--judge", List.of("file", "pipeline"));
    if (file.isEmpty()) {
      return new Judged(madeUp(model), INTERPRETER);
    }
    Path path = Path.of(file.get());
    Evidence evidence = read(path, model);
    return evidence.answered()
        ? new Judged(evidence, judge)
        : new Judged(answered(path, model, evidence), INTERPRETER);
  }

  private static Evidence read(Path path, Model model) {
    byte[] json = Arguments.content(path);
    Evidence evidence = Evidence.read(json, model.schema());
    if (evidence.size() == 0) {
      throw new BadModelException(path + ": expected at least one row, got none");
    }
    return evidence;
  }

  private static Evidence answered(Path path, Model model, Evidence rows) {
    List<List<Object>> answers = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      try {
        answers.add(answer(model, rows, row));
      } catch (InvalidRowException e) {
        throw new BadModelException(path + ": " + e.at(row).getMessage(), e);
      }
    }
    return rows.answeredBy(answers);
  }

  private static Evidence madeUp(Model model) {
    Evidence rows = MadeRows.of(model);
    Evidence answered = answerable(model, rows);
    if (answered.size() == 0) {
      throw new BadModelException(
          model.path()
              + ": expected a model that answers some of "
              + rows.size()
              + " made-up rows, got none: give evidence of your own");
    }
    return answered;
  }

  /** Those of the rows that the interpreter answers: who makes rows up cannot know all rules. */
  static Evidence answerable(Model model, Evidence rows) {
    List<List<Object>> kept = new ArrayList<>();
    List<List<Object>> answers = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      try {
        answers.add(answer(model, rows, row));
        kept.add(rows.rows().get(row));
      } catch (ScorejarException e) {
        // Refused, or beyond JPMML: nothing that an engine could be held to.
      }
    }
    return new Evidence(model.schema(), List.of(), kept, List.of()).answeredBy(answers);
  }

  private static List<Object> answer(Model model, Evidence rows, int row) {
    Map<String, Object> answer = model.interpreter().score(rows.row(row));
    List<Object> values = new ArrayList<>();
    for (Output output : model.schema().outputs()) {
      values.add(answer.get(output.name()));
    }
    return values;
  }
}
