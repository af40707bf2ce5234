package io.scorejar.transpiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.Evidence;
import io.scorejar.Input;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that nobody gave: made up, or made worse. */
final class ProbesTest {

  @TempDir Path folder;

  private Model model(String... replacements) {
    return Model.read(Programs.pmml(folder, "trees.pmml", replacements));
  }

  @Test
  void each_value_is_made_missing_in_turn() {
    Model model = model();
    List<List<Object>> rows = List.of(List.of(30.0, "nurse"), List.of(50.0, "clerk"));
    Evidence probes = Probes.of(model, new Evidence(model.schema(), List.of(), rows, List.of()));
    assertEquals(
        List.of(Arrays.asList(null, "nurse"), Arrays.asList(50.0, null), Arrays.asList(null, null)),
        probes.rows());
    assertEquals(List.of(List.of(20.5), List.of(10.5), List.of(10.5)), probes.answers());
  }

  @Test
  void categories_are_made_unseen_where_the_model_takes_such() {
    Model model =
        model(
            "<MiningField name=\"age\"/>\n      <MiningField name=\"job\"/>",
            "<MiningField name=\"age\" missingValueTreatment=\"returnInvalid\"/>"
                + "<MiningField name=\"job\" missingValueTreatment=\"returnInvalid\""
                + " invalidValueTreatment=\"asMissing\"/>");
    List<List<Object>> rows = List.of(List.of(30.0, "nurse"));
    Evidence probes = Probes.of(model, new Evidence(model.schema(), List.of(), rows, List.of()));
    assertEquals(List.of(List.of(30.0, Input.UNSEEN)), probes.rows());
  }

  @Test
  void made_up_rows_are_the_same_every_time_and_lie_at_the_thresholds() {
    Model model = model();
    Evidence rows = MadeRows.of(model);
    assertEquals(rows, MadeRows.of(model));
    List<Object> ages = rows.rows().stream().map(row -> row.get(0)).distinct().toList();
    assertTrue(ages.containsAll(Arrays.asList(40.0, Math.nextUp(40.0), null)), ages.toString());
    List<Object> jobs = rows.rows().stream().map(row -> row.get(1)).distinct().toList();
    assertTrue(jobs.containsAll(Arrays.asList("nurse", "clerk", null)), jobs.toString());
  }
}
