package io.scorejar.transpiler;

import io.scorejar.Agreement;
import io.scorejar.Check;
import io.scorejar.Evidence;
import io.scorejar.Notes;
import io.scorejar.Output;
import io.scorejar.Replies;
import io.scorejar.Schema;
import io.scorejar.Type;
import io.scorejar.jpmml.JpmmlScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What JPMML's interpreter says to each of some rows: the judge of every engine, and of the PMML
 * itself where somebody else has answered the rows. Each row is asked once, with all cores.
 *
 * @param answers the rows with its answers to all outputs, and what it refused
 * @param complete the schema with an output for each raw score behind those of the model
 * @param replies to the rows under that schema
 */
record Witness(Evidence answers, Schema complete, Replies replies) {

  /** As judgements name the interpreter. */
  static final String NAME = "interpreter";

  /** What outputs that are raw scores are called, before the names of their fields. */
  private static final String RAW = "raw score ";

  /**
   * Asks every row.
   *
   * @param raw the raw scores that are wanted: names of inner output fields
   */
  static Witness of(Model model, Evidence rows, Set<String> raw) {
    List<String> inner = List.copyOf(raw);
    List<Output> outputs = new ArrayList<>(model.schema().outputs());
    inner.forEach(name -> outputs.add(new Output(RAW + name, Type.DOUBLE, List.of())));
    Schema complete = new Schema(model.schema().inputs(), outputs);
    JpmmlScorer scorer = JpmmlScorer.of(complete, model.evaluator(), inner);
    Evidence asked = new Evidence(complete, List.of(), rows.rows(), List.of());
    Replies replies = Replies.byName(scorer, asked);
    return new Witness(answers(model, rows, replies), complete, replies);
  }

  private static Evidence answers(Model model, Evidence rows, Replies replies) {
    int width = model.schema().outputs().size();
    SortedMap<Integer, String> refusals = new TreeMap<>();
    List<List<Object>> answers = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      List<Object> answer = replies.answer(row);
      answers.add(answer == null ? null : answer.subList(0, width));
      if (answer == null) {
        refusals.put(row, replies.refusal(row));
      }
    }
    Notes notes =
        new Notes(
            refusals, rows.notes().kinds(), Map.of(), Optional.empty(), rows.notes().coverage());
    return new Evidence(model.schema(), model.schema().outputs(), rows.rows(), answers, notes);
  }

  /** Compares the raw scores that evidence expects, of the rows that have them all: by bits. */
  Optional<Judgement> raw(Evidence expected, String judge) {
    List<List<Double>> columns = List.copyOf(expected.notes().raw().values());
    List<Integer> places = new ArrayList<>();
    List<List<Object>> scores = new ArrayList<>();
    for (int row = 0; row < expected.size() && !columns.isEmpty(); row++) {
      List<Object> score = new ArrayList<>();
      for (List<Double> numbers : columns) {
        score.add(numbers.get(row));
      }
      if (expected.answers().get(row) != null && !score.contains(null)) {
        places.add(row);
        scores.add(score);
      }
    }
    if (places.isEmpty()) {
      return Optional.empty();
    }
    List<Output> outputs = complete.outputs();
    List<Output> judged = outputs.subList(outputs.size() - columns.size(), outputs.size());
    Evidence raw = new Evidence(complete, judged, expected.rows(places).rows(), scores);
    Check check = Check.of(NAME, replies.rows(places), raw, Agreement.BITS);
    return Optional.of(new Judgement(judge, Judgement.RAW, Agreement.BITS, check, places));
  }
}
