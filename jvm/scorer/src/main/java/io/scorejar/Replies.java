package io.scorejar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a scorer said to every row of some evidence: by name and, where the schema allows, as
 * doubles, alone and many at once. Each row is asked once in each form, and may then be compared
 * with several judges. Immutable.
 */
public final class Replies {

  /** Rows of a batch: many, and still several batches for a machine of several cores. */
  private static final int BATCH = 1024;

  /**
   * What was said to one row in one form.
   *
   * @param answer a value for each output, as {@link Output#value} makes them; null where there was
   *     no answer
   * @param error why there was none, else null
   */
  record Reply(List<Object> answer, ScorejarException error) {}

  private final Scorer scorer;
  private final Evidence evidence;
  private final boolean numeric;
  private final double[] doubles;
  private final List<List<Reply>> replies;

  private Replies(Scorer scorer, Evidence evidence, boolean parallel) {
    this.scorer = scorer;
    this.evidence = evidence;
    this.numeric = evidence.schema().numeric();
    this.doubles = numeric ? evidence.doubles() : new double[0];
    this.replies = new ArrayList<>();
    replies.add(oneByOne(parallel, this::byName));
    if (numeric) {
      List<Reply> alone = oneByOne(parallel, this::alone);
      replies.add(alone);
      replies.add(together(alone, parallel));
    }
  }

  /** Asks every row, one after the other in this thread. */
  public static Replies of(Scorer scorer, Evidence evidence) {
    return new Replies(scorer, evidence, false);
  }

  /** Asks every row, with all cores. */
  public static Replies inParallel(Scorer scorer, Evidence evidence) {
    return new Replies(scorer, evidence, true);
  }

  /** What was said to a row, in each form. */
  List<Reply> of(int row) {
    return replies.stream().map(form -> form.get(row)).toList();
  }

  /** The rows that were asked. */
  public Evidence evidence() {
    return evidence;
  }

  private interface Form {
    Reply ask(int row);
  }

  private static IntStream range(int count, boolean parallel) {
    IntStream range = IntStream.range(0, count);
    return parallel ? range.parallel() : range;
  }

  private List<Reply> oneByOne(boolean parallel, Form form) {
    Reply[] said = new Reply[evidence.size()];
    range(said.length, parallel).forEach(row -> said[row] = asked(form, row));
    return Arrays.asList(said);
  }

  private static Reply asked(Form form, int row) {
    try {
      return form.ask(row);
    } catch (ScorejarException e) {
      return new Reply(null, e);
    }
  }

  private Reply byName(int row) {
    Map<String, Object> answer = scorer.score(evidence.row(row));
    List<Object> values = new ArrayList<>();
    evidence.schema().outputs().forEach(output -> values.add(answer.get(output.name())));
    return new Reply(values, null);
  }

  private Reply alone(int row) {
    int width = evidence.schema().inputs().size();
    double[] answer = new double[evidence.schema().outputs().size()];
    scorer.score(Arrays.copyOfRange(doubles, row * width, (row + 1) * width), answer);
    return decoded(answer, 0);
  }

  private Reply decoded(double[] answers, int at) {
    int width = evidence.schema().outputs().size();
    double[] answer = Arrays.copyOfRange(answers, at * width, (at + 1) * width);
    return new Reply(new ArrayList<>(evidence.schema().decode(answer).values()), null);
  }

  /** The rows that were answered alone, in batches: one that is refused would end its batch. */
  private List<Reply> together(List<Reply> alone, boolean parallel) {
    List<Reply> said = new ArrayList<>(alone);
    List<Integer> rows =
        range(alone.size(), false).filter(row -> alone.get(row).error == null).boxed().toList();
    range((rows.size() + BATCH - 1) / BATCH, parallel)
        .forEach(
            batch ->
                batch(
                    rows.subList(batch * BATCH, Math.min(rows.size(), (batch + 1) * BATCH)), said));
    return Collections.unmodifiableList(said);
  }

  private void batch(List<Integer> rows, List<Reply> said) {
    int width = evidence.schema().inputs().size();
    double[] values = new double[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(doubles, rows.get(i) * width, values, i * width, width);
    }
    double[] answers = new double[rows.size() * evidence.schema().outputs().size()];
    ScorejarException failed = null;
    try {
      scorer.score(values, rows.size(), answers);
    } catch (ScorejarException e) {
      failed = e;
    }
    for (int i = 0; i < rows.size(); i++) {
      int place = i;
      Form form = row -> decoded(answers, place);
      said.set(rows.get(i), failed == null ? asked(form, i) : new Reply(null, failed));
    }
  }
}
