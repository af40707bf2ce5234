package io.scorejar;

import io.scorejar.Replies.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Puts rows to a scorer, in one thread or in all that there are. */
final class Asking {

  /** Rows of a batch: many, and still several batches for a machine of several cores. */
  private static final int BATCH = 1024;

  private final Scorer scorer;
  private final Evidence evidence;
  private final boolean parallel;
  private final int width;
  private final int answerWidth;

  Asking(Scorer scorer, Evidence evidence, boolean parallel) {
    this.scorer = scorer;
    this.evidence = evidence;
    this.parallel = parallel;
    this.width = evidence.schema().inputs().size();
    this.answerWidth = evidence.schema().outputs().size();
  }

  /** By name, alone as doubles, and in batches; by name only where a value has no double. */
  List<List<Reply>> inEveryForm() {
    if (!evidence.schema().numeric()) {
      return List.of(byName());
    }
    double[] rows = evidence.doubles();
    List<Reply> alone = each(evidence.size(), row -> alone(rows, row));
    return List.of(byName(), alone, together(rows, alone));
  }

  List<Reply> byName() {
    return each(evidence.size(), this::byName);
  }

  private interface Question {
    Reply ask(int number);
  }

  private IntStream range(int count) {
    IntStream range = IntStream.range(0, count);
    return parallel ? range.parallel() : range;
  }

  private List<Reply> each(int count, Question question) {
    Reply[] replies = new Reply[count];
    range(count).forEach(i -> replies[i] = asked(question, i));
    return Arrays.asList(replies);
  }

  private static Reply asked(Question question, int number) {
    try {
      return question.ask(number);
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

  private Reply alone(double[] rows, int row) {
    double[] answer = new double[answerWidth];
    scorer.score(Arrays.copyOfRange(rows, row * width, (row + 1) * width), answer);
    return decoded(answer, 0);
  }

  private Reply decoded(double[] answers, int row) {
    double[] answer = Arrays.copyOfRange(answers, row * answerWidth, (row + 1) * answerWidth);
    return new Reply(new ArrayList<>(evidence.schema().decode(answer).values()), null);
  }

  /** The rows that were answered alone, in batches: one that is refused would end its batch. */
  private List<Reply> together(double[] rows, List<Reply> alone) {
    List<Reply> replies = new ArrayList<>(alone);
    List<Integer> answered =
        IntStream.range(0, alone.size()).filter(i -> alone.get(i).error() == null).boxed().toList();
    range((answered.size() + BATCH - 1) / BATCH)
        .forEach(
            batch -> {
              int end = Math.min(answered.size(), (batch + 1) * BATCH);
              batch(rows, answered.subList(batch * BATCH, end), replies);
            });
    return replies;
  }

  private void batch(double[] rows, List<Integer> places, List<Reply> replies) {
    double[] values = new double[places.size() * width];
    for (int i = 0; i < places.size(); i++) {
      System.arraycopy(rows, places.get(i) * width, values, i * width, width);
    }
    double[] answers = new double[places.size() * answerWidth];
    try {
      scorer.score(values, places.size(), answers);
    } catch (ScorejarException e) {
      places.forEach(place -> replies.set(place, new Reply(null, e)));
      return;
    }
    for (int i = 0; i < places.size(); i++) {
      replies.set(places.get(i), asked(row -> decoded(answers, row), i));
    }
  }
}
