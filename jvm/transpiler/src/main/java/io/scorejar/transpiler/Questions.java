package io.scorejar.transpiler;

import io.scorejar.Evidence;
import io.scorejar.Notes;
import io.scorejar.transpiler.rows.HurtingRows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The rows that engines are asked: those given, and such as are made from the model. */
final class Questions {

  private static final String REAL = "real";

  private static final int MOST = 10_000;

  /** The same rows every time, so that the same inputs give the same jar. */
  private static final long SEED = 0;

  private Questions() {}

  /** No rows at all. */
  static Evidence none(Model model) {
    return new Evidence(model.schema(), List.of(), List.of(), List.of());
  }

  /**
   * The given rows, then those made from the model; without the latter where the given ones say
   * what they cover, because such were made from it before.
   *
   * @return rows without answers, whose notes say what each was made for and what they all cover
   */
  static Evidence of(Model model, Evidence given) {
    Notes notes = given.notes();
    List<List<Object>> rows = new ArrayList<>(given.rows());
    List<String> kinds = new ArrayList<>(notes.kinds());
    if (kinds.isEmpty()) {
      kinds.addAll(Collections.nCopies(given.size(), REAL));
    }
    Map<String, Object> coverage = notes.coverage();
    if (coverage.isEmpty()) {
      HurtingRows made = Rows.of(model, given, SEED, MOST);
      for (int row = 0; row < made.rows().size(); row++) {
        if (!made.kinds().get(row).equals(REAL)) {
          rows.add(made.rows().get(row));
          kinds.add(made.kinds().get(row));
        }
      }
      coverage = made.coverage().toJson();
    }
    return new Evidence(
        model.schema(),
        List.of(),
        rows,
        List.of(),
        new Notes(new TreeMap<>(), kinds, Map.of(), Optional.empty(), coverage));
  }
}
