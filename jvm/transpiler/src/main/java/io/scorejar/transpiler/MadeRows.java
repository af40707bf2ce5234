package io.scorejar.transpiler;

import io.scorejar.Evidence;
import io.scorejar.Input;
import io.scorejar.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Rows made up from a model, where nobody has given any: the same ones for the same model. */
final class MadeRows {

  private static final int ROWS = 500;

  /** One value in this many is missing, where it may be. */
  private static final int MISSING = 10;

  private MadeRows() {}

  /** Rows without answers. */
  static Evidence of(Model model) {
    List<Input> inputs = model.schema().inputs();
    List<List<Object>> values = MadeValues.of(model);
    SplittableRandom random = new SplittableRandom(ROWS);
    List<List<Object>> rows = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      List<Object> made = new ArrayList<>();
      for (int i = 0; i < inputs.size(); i++) {
        List<Object> some = values.get(i);
        boolean missing = inputs.get(i).missing() == Rule.ACCEPTED && random.nextInt(MISSING) == 0;
        made.add(missing ? null : some.get(random.nextInt(some.size())));
      }
      rows.add(made);
    }
    return new Evidence(model.schema(), List.of(), rows, List.of());
  }
}
