package io.scorejar;

import java.util.List;

/**
 * What a scorer said to every row of some evidence: by name and, where the schema allows, as
 * doubles, alone and many at once. Each row is asked once in each form, and may then be compared
 * with several judges. Immutable.
 */
public final class Replies {

  /**
   * What was said to one row in one form.
   *
   * @param answer a value for each output, as {@link Output#value} makes them; null where there was
   *     no answer
   * @param error why there was none, else null
   */
  record Reply(List<Object> answer, ScorejarException error) {}

  private final Evidence evidence;

  /** By form, then by row; the first form is by name. */
  private final List<List<Reply>> forms;

  private Replies(Evidence evidence, List<List<Reply>> forms) {
    this.evidence = evidence;
    this.forms = forms;
  }

  /** Asks every row in every form, one after the other in this thread. */
  public static Replies of(Scorer scorer, Evidence evidence) {
    return new Replies(evidence, new Asking(scorer, evidence, false).inEveryForm());
  }

  /** Asks every row in every form, with all cores. */
  public static Replies inParallel(Scorer scorer, Evidence evidence) {
    return new Replies(evidence, new Asking(scorer, evidence, true).inEveryForm());
  }

  /** Asks every row by name alone, with all cores: enough for a judge, who answers each once. */
  public static Replies byName(Scorer scorer, Evidence evidence) {
    return new Replies(evidence, List.of(new Asking(scorer, evidence, true).byName()));
  }

  /** The rows that were asked. */
  public Evidence evidence() {
    return evidence;
  }

  /** The answer to a row by name, a value for each output; null where there was none. */
  public List<Object> answer(int row) {
    return forms.get(0).get(row).answer();
  }

  /** Why a row by name was not answered; null where it was. */
  public String refusal(int row) {
    ScorejarException error = forms.get(0).get(row).error();
    return error == null ? null : error.getMessage();
  }

  /** What was said to some of the rows, in the order given. */
  public Replies rows(List<Integer> places) {
    return new Replies(
        evidence.rows(places),
        forms.stream().map(form -> places.stream().map(form::get).toList()).toList());
  }

  /** What was said to a row, in each form. */
  List<Reply> of(int row) {
    return forms.stream().map(form -> form.get(row)).toList();
  }
}
