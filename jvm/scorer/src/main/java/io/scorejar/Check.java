package io.scorejar;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an engine answered evidence. Immutable.
 *
 * @param engine the engine's name
 * @param rows how many rows it was asked
 * @param differing how many of them it answered otherwise than expected, or not at all
 * @param maxDifference the largest difference of a number, as {@link Agreement#difference} has it;
 *     infinite where an answer is no such number at all
 * @param firstDifference the first difference in a sentence, if there is one: {@code row 3:
 *     probability(1): expected 0.8, got 0.7}
 */
public record Check(
    String engine,
    int rows,
    int differing,
    double maxDifference,
    Optional<String> firstDifference) {

  /** Whether every row was answered as expected. */
  public boolean agrees() {
    return differing == 0;
  }

  /**
   * Asks a scorer every row of the evidence, by name and, where the schema allows, as doubles,
   * alone and all at once, and compares each answer with the expected one.
   *
   * @param evidence with answers
   */
  public static Check of(String engine, Scorer scorer, Evidence evidence, Agreement agreement) {
    return new Run(scorer, evidence, agreement).check(engine);
  }

  /** The state of one check. */
  private static final class Run {

    private final Scorer scorer;
    private final Evidence evidence;
    private final Agreement agreement;
    private final boolean numeric;
    private double maxDifference;
    private String firstDifference;

    Run(Scorer scorer, Evidence evidence, Agreement agreement) {
      this.scorer = scorer;
      this.evidence = evidence;
      this.agreement = agreement;
      this.numeric = evidence.schema().numeric();
    }

    Check check(String engine) {
      int width = evidence.schema().inputs().size();
      int answerWidth = evidence.schema().outputs().size();
      double[] rows = numeric ? evidence.doubles() : new double[0];
      double[] answers = numeric ? batch(rows, answerWidth) : new double[0];
      int differing = 0;
      for (int row = 0; row < evidence.size(); row++) {
        boolean same = sameByName(row);
        if (numeric) {
          same &= sameAlone(row, Arrays.copyOfRange(rows, row * width, (row + 1) * width));
          double[] answer = Arrays.copyOfRange(answers, row * answerWidth, (row + 1) * answerWidth);
          same &= same(row, evidence.schema().decode(answer));
        }
        differing += same ? 0 : 1;
      }
      return new Check(
          engine, evidence.size(), differing, maxDifference, Optional.ofNullable(firstDifference));
    }

    /** Answers of all rows at once; missing ones where the call fails, which the rows will tell. */
    private double[] batch(double[] rows, int answerWidth) {
      double[] answers = new double[evidence.size() * answerWidth];
      try {
        scorer.score(rows, evidence.size(), answers);
      } catch (ScorejarException e) {
        Arrays.fill(answers, Double.NaN);
      }
      return answers;
    }

    private boolean sameByName(int row) {
      try {
        return same(row, scorer.score(evidence.row(row)));
      } catch (ScorejarException e) {
        return differs("row " + row + ": expected an answer, got an error: " + e.getMessage());
      }
    }

    private boolean sameAlone(int row, double[] values) {
      double[] answer = new double[evidence.schema().outputs().size()];
      try {
        scorer.score(values, answer);
        return same(row, evidence.schema().decode(answer));
      } catch (ScorejarException e) {
        return differs("row " + row + ": expected an answer, got an error: " + e.getMessage());
      }
    }

    private boolean same(int row, Map<String, Object> answer) {
      List<Output> judged = evidence.judged();
      boolean same = true;
      for (int i = 0; i < judged.size(); i++) {
        Object expected = evidence.answers().get(row).get(i);
        Object actual = answer.get(judged.get(i).name());
        maxDifference = Math.max(maxDifference, agreement.difference(expected, actual));
        if (!agreement.agree(expected, actual)) {
          String values = "expected " + Values.shown(expected) + ", got " + Values.shown(actual);
          same = differs("row " + row + ": " + judged.get(i).name() + ": " + values);
        }
      }
      return same;
    }

    private boolean differs(String sentence) {
      firstDifference = firstDifference == null ? sentence : firstDifference;
      return false;
    }
  }
}
