package io.scorejar;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an engine answered evidence. Immutable, but for the histograms, which nobody changes.
 *
 * <p>A row is right when, in every form, one of these holds: (1) the judge answered and so does the
 * engine, equal by the agreement; (2) the judge refused the row, or its answer is not a number, and
 * the engine refuses it or answers nothing; (3) the judge answered and the schema refuses the row:
 * the jar is stricter than the model, which a user is told and no score is wrong. Everything else
 * is wrong.
 *
 * @param engine the engine's name
 * @param rows how many rows it was asked
 * @param wrong the rows that it answered otherwise than expected, in their order
 * @param refusals how many rows the judge refused
 * @param stricter how many rows only the schema refused, by the column that did
 * @param maxDifference the largest difference of a number, as {@link Agreement#difference} has it;
 *     infinite where an answer is no such number at all
 * @param maxUlps the largest difference as {@link Agreement#ulps} has it
 * @param ulps how often each output differs by how much, over the rows that both answered
 */
public record Check(
    String engine,
    int rows,
    List<Wrong> wrong,
    int refusals,
    Map<String, Integer> stricter,
    double maxDifference,
    long maxUlps,
    Map<String, Ulps> ulps) {

  /**
   * A row that was answered otherwise than expected: the first form and output that show it.
   *
   * @param row its number, from 0
   * @param output the output that differs; null where no output does, but the row's being answered
   * @param expected the judge's value, of {@link Output#value}
   * @param got the engine's
   * @param sentence all of it in words: {@code row 3: probability(1): expected 0.8, got 0.7}
   */
  public record Wrong(int row, Output output, Object expected, Object got, String sentence) {}

  public Check {
    wrong = List.copyOf(wrong);
    stricter = Collections.unmodifiableMap(new LinkedHashMap<>(stricter));
    ulps = Collections.unmodifiableMap(new LinkedHashMap<>(ulps));
  }

  /** Whether every row was answered as expected. */
  public boolean agrees() {
    return wrong.isEmpty();
  }

  /** How many rows were answered otherwise than expected. */
  public int differing() {
    return wrong.size();
  }

  /** The first difference in a sentence, if there is one. */
  public Optional<String> firstDifference() {
    return wrong.stream().findFirst().map(Wrong::sentence);
  }

  /**
   * Asks a scorer every row of the evidence, by name and, where the schema allows, as doubles,
   * alone and many at once, and compares each answer with the expected one.
   *
   * @param evidence with answers
   */
  public static Check of(String engine, Scorer scorer, Evidence evidence, Agreement agreement) {
    return of(engine, Replies.of(scorer, evidence), evidence, agreement);
  }

  /**
   * Compares replies with what a judge answered.
   *
   * @param expected the rows that were asked, with the judge's answers
   */
  public static Check of(String engine, Replies replies, Evidence expected, Agreement agreement) {
    return new Comparison(expected, agreement).check(engine, replies);
  }
}
