package io.scorejar.transpiler;

import java.io.Serial;
import java.util.List;

/** An engine cannot be made of a model; the message is the cause, in a sentence. */
final class Declined extends Exception {

  @Serial private static final long serialVersionUID = 1;

  private final transient List<Judgement> judgements;

  Declined(String cause) {
    super(cause);
    this.judgements = List.of();
  }

  /** The engine can be made, but does not answer as it must. */
  Declined(List<Judgement> judgements) {
    super(first(judgements).sentence());
    this.judgements = List.copyOf(judgements);
  }

  private Declined(String cause, Declined first) {
    super(cause, first);
    this.judgements = first.judgements;
  }

  /** The same, with words in front. */
  Declined because(String words) {
    return new Declined(words + getMessage(), this);
  }

  private static Judgement first(List<Judgement> judgements) {
    return judgements.stream().filter(one -> !one.check().agrees()).findFirst().orElseThrow();
  }

  /** What was found, one of which at least does not agree; none where the engine cannot be made. */
  List<Judgement> judgements() {
    return judgements;
  }
}
