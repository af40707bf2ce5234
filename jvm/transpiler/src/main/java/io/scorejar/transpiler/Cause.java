package io.scorejar.transpiler;

import io.scorejar.Check;
import io.scorejar.Evidence;
import io.scorejar.Input;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Why rows are wrong, as far as the rows themselves tell: a guess, in a sentence.
 *
 * @param columns the columns that the sentence names
 */
record Cause(String sentence, List<String> columns) {

  /** With fewer rows nothing that they have in common says much. */
  private static final int FEW = 3;

  /** What the wrong rows of a judgement have in common; empty where that says nothing. */
  static Optional<Cause> of(Judgement judgement, Evidence asked) {
    List<Check.Wrong> wrong = judgement.check().wrong();
    Set<Integer> rows = new HashSet<>();
    wrong.forEach(one -> rows.add(judgement.row(one)));
    int compared = judgement.check().rows() - judgement.check().refusals();
    if (wrong.size() >= FEW && wrong.size() > 0.9 * compared) {
      Optional<String> scale = Scale.of(wrong);
      if (scale.isPresent()) {
        return Optional.of(new Cause(scale.get(), List.of()));
      }
    }
    Trait best = null;
    for (Input input : asked.schema().inputs()) {
      for (Trait trait : Trait.of(input, asked, judgement.rows(), rows)) {
        best = best == null || trait.share() > best.share() ? trait : best;
      }
    }
    if (best != null) {
      return Optional.of(new Cause(best.sentence(wrong.size()), List.of(best.input().name())));
    }
    return twins(asked).or(() -> nearlyAll(wrong.size(), compared));
  }

  private static Optional<Cause> nearlyAll(int wrong, int compared) {
    String sentence =
        "nearly every row differs: the PMML computes something else than the model, for example"
            + " without the linear models in its leaves";
    return wrong >= FEW && wrong > 0.9 * compared
        ? Optional.of(new Cause(sentence, List.of()))
        : Optional.empty();
  }

  /** Columns that only case or punctuation tells apart. */
  private static Optional<Cause> twins(Evidence asked) {
    List<String> names = asked.schema().inputs().stream().map(Input::name).toList();
    List<String> plain = new ArrayList<>();
    for (String name : names) {
      String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
      int twin = plain.indexOf(letters);
      if (twin >= 0) {
        return Optional.of(
            new Cause(
                "columns '"
                    + names.get(twin)
                    + "' and '"
                    + name
                    + "' differ by case or punctuation only, and may be mixed up",
                List.of(names.get(twin), name)));
      }
      plain.add(letters);
    }
    return Optional.empty();
  }
}
