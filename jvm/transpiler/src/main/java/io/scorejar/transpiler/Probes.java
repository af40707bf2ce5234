package io.scorejar.transpiler;

import io.scorejar.Evidence;
import io.scorejar.Input;
import io.scorejar.Rule;
import io.scorejar.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Rows of the evidence with one value made missing, or made one that training did not know, and the
 * interpreter's answers to them. Rows of real data often have neither, users send both, and
 * generated code differs from the interpreter there first.
 */
final class Probes {

  /** Of a wider model only some inputs are probed, evenly spread: what differs, differs for all. */
  private static final int MOST_INPUTS = 256;

  private Probes() {}

  /**
   * Makes the rows; those that the interpreter does not answer are left out.
   *
   * @param evidence at least one row
   */
  static Evidence of(Model model, Evidence evidence) {
    List<Input> inputs = model.schema().inputs();
    List<List<Object>> rows = new ArrayList<>();
    int step = 1 + inputs.size() / MOST_INPUTS;
    for (int i = 0; i < inputs.size(); i += step) {
      List<Object> row = evidence.rows().get(i % evidence.size());
      Input input = inputs.get(i);
      if (input.missing() == Rule.ACCEPTED) {
        rows.add(with(row, i, null));
      }
      if (input.type() == Type.STRING && input.unseen() == Rule.ACCEPTED) {
        rows.add(with(row, i, Input.UNSEEN));
      }
    }
    if (inputs.stream().allMatch(input -> input.missing() == Rule.ACCEPTED)) {
      rows.add(Collections.nCopies(inputs.size(), null));
    }
    return Judged.answerable(model, new Evidence(model.schema(), List.of(), rows, List.of()));
  }

  private static List<Object> with(List<Object> row, int place, Object value) {
    List<Object> changed = new ArrayList<>(row);
    changed.set(place, value);
    return changed;
  }
}
