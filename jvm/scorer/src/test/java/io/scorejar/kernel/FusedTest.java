package io.scorejar.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.program.Assign;
import io.scorejar.program.Boundaries;
import io.scorejar.program.Forest;
import io.scorejar.program.RandomForest;
import io.scorejar.program.Slot;
import io.scorejar.program.Step;
import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FusedTest {

  private static final RandomForest SHAPE = RandomForest.SMALL;
  private static final int CLASSES = 3;

  /** A forest whose sum ends in another slot. */
  private static Forest to(int target, Forest forest) {
    return new Forest(
        forest.columns(),
        forest.trees(),
        forest.width(),
        forest.values(),
        forest.floats(),
        new int[] {target});
  }

  private static List<Step> forests(Random random, boolean floats) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      steps.add(to(SHAPE.inputs() + i, SHAPE.draw(random, floats)));
    }
    return steps;
  }

  private static double[] ran(List<Step> steps, double[] row) {
    double[] frame = new double[SHAPE.inputs() + CLASSES + 1];
    System.arraycopy(row, 0, frame, 0, SHAPE.inputs());
    steps.forEach(step -> step.run(frame));
    return frame;
  }

  @Test
  void forestsOfClassesBecomeOneThatGivesTheSameBits() {
    Random random = new Random(21);
    int before = 0;
    int after = 0;
    for (int draw = 0; draw < 100; draw++) {
      List<Step> steps = forests(random, draw % 2 == 0);
      List<Step> fused = Fused.of(steps);
      assertEquals(1, fused.size());
      before += steps.stream().mapToInt(step -> ((Forest) step).columns().size()).sum();
      after += ((Forest) fused.get(0)).columns().size();
      for (int row = 0; row < 50; row++) {
        Forest near = (Forest) steps.get(row % CLASSES);
        double[] values = SHAPE.frame(random, near);
        assertArrayEquals(ran(steps, values), ran(fused, values));
      }
    }
    assertTrue(after < before * 0.9, after + " columns of " + before);
  }

  /** The sign of a zero boundary says nothing, and no rank is missing in both of the last two. */
  @Test
  void columnsAreOneWhereAMissingValueGoesAsInEach() {
    FusedColumns columns =
        FusedColumns.none()
            .with(List.of(new Boundaries(0, new double[] {-1, 0.0, 2}, 1)))
            .with(List.of(new Boundaries(0, new double[] {-3, -0.0}, 1)));
    assertEquals(1, columns.all.size());
    assertEquals(4, ((Boundaries) columns.all.get(0)).count());
    assertEquals(2, ((Boundaries) columns.all.get(0)).missing());
    columns = columns.with(List.of(new Boundaries(0, new double[] {-3, 0.0}, 2)));
    assertEquals(2, columns.all.size());
  }

  @Test
  void aForestThatReadsOrOverwritesWhatAnotherWroteStaysBehindIt() {
    Random random = new Random(22);
    Forest first = to(SHAPE.inputs(), SHAPE.draw(random, false));
    Forest again = to(SHAPE.inputs(), SHAPE.draw(random, false));
    Forest reading =
        new Forest(
            List.of(new Boundaries(SHAPE.inputs(), new double[] {0}, 0)),
            List.of(
                new Tree(0, new int[1], new int[1], new int[] {~0}, new int[] {~1}, new int[2])),
            1,
            new double[] {1},
            false,
            new int[] {SHAPE.inputs() + 1});
    Forest overwriting = to(0, SHAPE.draw(random, false));
    for (Forest second : List.of(again, reading, overwriting)) {
      List<Step> fused = Fused.of(List.of(first, second));
      assertEquals(2, fused.size());
      assertSame(second, fused.get(1));
    }
    Step between = new Assign(SHAPE.inputs() + 2, new Slot(SHAPE.inputs()));
    Forest other = to(SHAPE.inputs() + 1, SHAPE.draw(random, false));
    assertEquals(3, Fused.of(List.of(first, between, other)).size());
  }

  /** Ranks of 200 boundaries fit a byte, those of 600 do not. */
  @Test
  void forestsStayApartWhereOneOfAllWouldTakeSlowerKernels() {
    Random random = new Random(23);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      double[] boundaries = random.doubles(200).sorted().toArray();
      List<Tree> trees = new ArrayList<>();
      for (int node = 0; node < boundaries.length; node++) {
        trees.add(
            new Tree(0, new int[1], new int[] {node}, new int[] {~0}, new int[] {~1}, new int[2]));
      }
      Boundaries column = new Boundaries(0, boundaries, 0);
      steps.add(
          new Forest(
              List.of(column), trees, 1, new double[] {1}, false, new int[] {SHAPE.inputs() + i}));
    }
    assertEquals(CLASSES, Fused.of(steps).size());
  }
}
