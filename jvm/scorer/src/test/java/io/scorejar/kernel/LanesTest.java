package io.scorejar.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.Input;
import io.scorejar.Output;
import io.scorejar.Rule;
import io.scorejar.Schema;
import io.scorejar.Type;
import io.scorejar.program.Forest;
import io.scorejar.program.RandomForest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class LanesTest {

  /** As {@code java -XX:UseAVX=2} has it, there may be the module and no such vectors. */
  @Test
  void lanesAreThereWhereModuleAndProcessorAre() {
    boolean module = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    Random random = new Random(1);
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < 8; i++) { // not every kernel takes columns of infinite boundaries
      Parts parts = new Parts(RandomForest.SMALL.draw(random, false));
      Lanes.HERE.rows(parts).forEach(offer -> names.add(offer.name()));
      parts = new Parts(RandomForest.SMALL.ofLeaves(60).draw(random, false));
      Lanes.HERE.rows(parts).forEach(offer -> names.add(offer.name()));
    }
    boolean lanes = !(Lanes.HERE instanceof Lanes.None);
    assertEquals(lanes, names.contains("word-lanes"));
    assertEquals(lanes, names.contains("part-lanes"));
    assertEquals(lanes, names.contains("lanes"));
    assertEquals(lanes, names.contains("wide-lanes"));
    assertTrue(module || !lanes);
  }

  @Test
  void lanesAreTakenOnceTheyAreCompiledAndAnswerTheSame() throws InterruptedException {
    RandomForest shape = RandomForest.SMALL.ofTrees(40);
    Forest forest = shape.draw(new Random(2), false);
    List<Input> inputs = new ArrayList<>();
    for (int i = 0; i < shape.inputs(); i++) {
      inputs.add(new Input("x" + i, Type.DOUBLE, List.of(), Rule.ACCEPTED, Rule.ACCEPTED));
    }
    Schema schema = new Schema(inputs, List.of(new Output("y", Type.DOUBLE, List.of())));
    ProgramScorer scorer = new ProgramScorer(schema, shape.program(forest));
    double[][] rows = new double[600][];
    Random random = new Random(3);
    Arrays.setAll(rows, i -> Arrays.copyOf(shape.frame(random, forest), shape.inputs()));
    double[] before = answers(scorer, rows);
    LaneWarmUp.await();
    assertEquals(!(Lanes.HERE instanceof Lanes.None), LaneWarmUp.done);
    assertArrayEquals(before, answers(scorer, rows));
    String settled = scorer.describe().get(0);
    assertFalse(settled.contains("until"), settled);
    assertEquals(LaneWarmUp.done, settled.startsWith("rows: word-lanes, by its shape"), settled);
  }

  @Test
  void masksAreTakenWhereLanesWouldReadAllNodesFromBeyondTheirCache() throws InterruptedException {
    RandomForest shape = RandomForest.SMALL.ofTrees(5_000).ofLeaves(31);
    Forest large = shape.draw(new Random(4), false);
    boolean lanes = !(Lanes.HERE instanceof Lanes.None);
    if (lanes) {
      LaneWarmUp.begin();
      LaneWarmUp.await();
    }
    assertEquals("masks", Choice.of(large, shape.inputs() + 1).row.name());
    Forest small = shape.ofTrees(500).draw(new Random(4), false);
    String taken = Choice.of(small, shape.inputs() + 1).row.name();
    assertTrue(!lanes || taken.endsWith("lanes"), taken);
  }

  /** By single rows, then in blocks. */
  private static double[] answers(ProgramScorer scorer, double[][] rows) {
    double[] answers = new double[2 * rows.length];
    double[] one = new double[1];
    for (int row = 0; row < rows.length; row++) {
      scorer.score(rows[row], one);
      answers[row] = one[0];
    }
    double[] all = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    double[] many = new double[rows.length];
    scorer.score(all, rows.length, many);
    System.arraycopy(many, 0, answers, rows.length, rows.length);
    return answers;
  }
}
