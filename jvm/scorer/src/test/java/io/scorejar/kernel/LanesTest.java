package io.scorejar.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.program.Forest;
import io.scorejar.program.RandomForest;
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
      Lanes.HERE.rows(parts).forEach(kernel -> names.add(kernel.name()));
      parts = new Parts(RandomForest.SMALL.ofLeaves(60).draw(random, false));
      Lanes.HERE.rows(parts).forEach(kernel -> names.add(kernel.name()));
    }
    boolean lanes = !(Lanes.HERE instanceof Lanes.None);
    assertEquals(lanes, names.contains("word-lanes"));
    assertEquals(lanes, names.contains("part-lanes"));
    assertEquals(lanes, names.contains("lanes"));
    assertEquals(lanes, names.contains("wide-lanes"));
    assertTrue(module || !lanes);
  }

  @Test
  void lanesAreTakenOnceTheyAreCompiled() throws InterruptedException {
    Forest forest = RandomForest.SMALL.draw(new Random(2), false);
    Choice first = Choice.of(forest, 5);
    LaneWarmUp.await();
    assertEquals(!(Lanes.HERE instanceof Lanes.None), LaneWarmUp.done);
    Choice later = Choice.of(forest, 5);
    assertEquals(first.row.name(), later.row.name());
    double[] frame = RandomForest.SMALL.frame(new Random(3), forest);
    double[] expected = frame.clone();
    forest.run(expected);
    first.row.run(frame, frame, first.row.scratch());
    assertArrayEquals(expected, frame);
    later.row.run(frame, frame, later.row.scratch());
    assertArrayEquals(expected, frame);
  }
}
