package io.scorejar.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.BadModelException;
import io.scorejar.Input;
import io.scorejar.InvalidRowException;
import io.scorejar.Output;
import io.scorejar.Rule;
import io.scorejar.Schema;
import io.scorejar.Type;
import io.scorejar.program.Assign;
import io.scorejar.program.Best;
import io.scorejar.program.Binary;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Forest;
import io.scorejar.program.Layer;
import io.scorejar.program.Lookup;
import io.scorejar.program.Program;
import io.scorejar.program.RandomForest;
import io.scorejar.program.Slot;
import io.scorejar.program.Step;
import io.scorejar.program.Unary;
import io.scorejar.program.UnaryOp;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProgramScorerTest {

  private static final RandomForest SHAPE = RandomForest.SMALL;

  private static Schema schema(int outputs, Rule missing) {
    List<Input> inputs =
        IntStream.range(0, SHAPE.inputs())
            .mapToObj(i -> new Input("x" + i, Type.DOUBLE, List.of(), missing, Rule.ACCEPTED))
            .toList();
    return new Schema(
        inputs,
        IntStream.range(0, outputs)
            .mapToObj(i -> new Output("y" + i, Type.DOUBLE, List.of()))
            .toList());
  }

  /** A forest over the row, its sum twice, an input as output, a forest over what a step wrote. */
  private static Program mixed(Forest forest) {
    int sum = forest.target(0);
    List<Step> steps = new ArrayList<>();
    steps.add(forest);
    steps.add(new Assign(sum + 1, new Slot(sum)));
    return new Program(SHAPE.inputs(), sum + 2, steps, new int[] {sum + 1, 0, sum});
  }

  /** A sum, two probabilities, a label, and each of these again where there is a label. */
  private static Program classifier(double weight, double last) {
    int n = SHAPE.inputs();
    Expression label = new Lookup(new Slot(n + 3), new double[] {1, last}, Double.NaN, Double.NaN);
    Expression known = guarded(new Slot(0), label);
    List<Step> steps = new ArrayList<>();
    steps.add(new Layer(new int[] {0}, new double[] {weight}, new double[] {0.5}, false, to(n)));
    steps.add(new Assign(n + 1, new Unary(UnaryOp.LOGIT, new Slot(n))));
    Expression other = new Binary(BinaryOp.SUBTRACT, new Constant(1), new Slot(n + 1));
    steps.add(new Assign(n + 2, other));
    steps.add(new Best(new int[] {n + 1, n + 2}, false, n + 3));
    steps.add(new Assign(n + 4, guarded(known, new Slot(n + 2))));
    steps.add(new Assign(n + 5, guarded(known, new Slot(n + 1))));
    steps.add(new Assign(n + 6, guarded(known, known)));
    steps.add(new Layer(new int[0], new double[0], new double[] {0}, false, to(n + 7)));
    return new Program(n, n + 8, steps, new int[] {n + 4, n + 5, n + 6});
  }

  private static int[] to(int slot) {
    return new int[] {slot};
  }

  private static Expression guarded(Expression asked, Expression value) {
    return new io.scorejar.program.Choice(
        new Unary(UnaryOp.IS_MISSING, asked), new Constant(Double.NaN), value);
  }

  @Test
  void programsAreSimplifiedOnlyWhereNoAnswerChanges() {
    Random random = new Random(12);
    Forest forest = SHAPE.draw(random, false);
    double[] rows = rows(random, forest, 500);
    assertEquals(5, new Simplified(classifier(2, 0)).steps.size());
    agrees(classifier(2, 0), rows);
    for (Program kept : List.of(classifier(0, 0), classifier(2, Double.NaN))) {
      assertEquals(7, new Simplified(kept).steps.size());
      agrees(kept, rows);
    }
  }

  private static double[] rows(Random random, Forest forest, int count) {
    double[] rows = new double[count * SHAPE.inputs()];
    for (int row = 0; row < count; row++) {
      System.arraycopy(SHAPE.frame(random, forest), 0, rows, row * SHAPE.inputs(), SHAPE.inputs());
    }
    return rows;
  }

  private static double[] expected(Program program, double[] rows) {
    int count = rows.length / program.inputs();
    double[] answers = new double[count * program.outputs()];
    for (int row = 0; row < count; row++) {
      double[] frame = new double[program.slots()];
      System.arraycopy(rows, row * program.inputs(), frame, 0, program.inputs());
      program.run(frame);
      for (int i = 0; i < program.outputs(); i++) {
        answers[row * program.outputs() + i] = frame[program.output(i)];
      }
    }
    return answers;
  }

  private static void agrees(Program program, double[] rows) {
    ProgramScorer scorer = new ProgramScorer(schema(program.outputs(), Rule.ACCEPTED), program);
    double[] expected = expected(program, rows);
    int count = rows.length / SHAPE.inputs();
    double[] answers = new double[expected.length];
    scorer.score(rows, count, answers);
    assertArrayEquals(expected, answers);
    double[] row = new double[SHAPE.inputs()];
    double[] answer = new double[program.outputs()];
    for (int i = 0; i < count; i++) {
      System.arraycopy(rows, i * row.length, row, 0, row.length);
      double[] given = row.clone();
      scorer.score(row, answer);
      assertArrayEquals(given, row, "a row is not written to");
      for (int j = 0; j < answer.length; j++) {
        assertEquals(expected[i * answer.length + j], answer[j]);
      }
    }
  }

  @Test
  void rowsAndBatchesOfEverySizeAgreeWithTheReference() {
    Random random = new Random(11);
    for (int count : new int[] {0, 1, 3, 4, 63, 64, 65, 130, 513, 1100}) {
      Forest forest = SHAPE.draw(random, false);
      agrees(SHAPE.program(forest), rows(random, forest, count));
      agrees(mixed(forest), rows(random, forest, count));
    }
  }

  @Test
  void namedRowsGoThroughTheSchema() {
    Random random = new Random(12);
    Forest forest = SHAPE.draw(random, false);
    Program program = SHAPE.program(forest);
    ProgramScorer scorer = new ProgramScorer(schema(1, Rule.ACCEPTED), program);
    double[] expected = expected(program, new double[] {1.5, Double.NaN, 0, Double.NaN});
    assertEquals(Map.of("y0", expected[0]), scorer.score(Map.of("x0", 1.5, "x2", 0)));
  }

  @Test
  void aRowThatDoesNotFitIsNamed() {
    Forest forest = SHAPE.draw(new Random(13), false);
    ProgramScorer scorer = new ProgramScorer(schema(1, Rule.REFUSED), SHAPE.program(forest));
    double[] rows = new double[70 * SHAPE.inputs()];
    rows[66 * SHAPE.inputs() + 1] = Double.NaN;
    InvalidRowException e =
        assertThrows(InvalidRowException.class, () -> scorer.score(rows, 70, new double[70]));
    assertEquals("x1: expected a value, got none (row 66)", e.getMessage());
    assertEquals(66, e.row());
    assertThrows(
        InvalidRowException.class,
        () -> scorer.score(new double[] {0, 0, Double.NaN, 0}, new double[1]));
    assertThrows(InvalidRowException.class, () -> scorer.score(new double[3], new double[1]));
  }

  @Test
  void aProgramOfAnotherWidthIsRefused() {
    Program program = new Program(1, 1, List.of(), new int[] {0});
    assertEquals(
        "program: expected 4 inputs and 1 outputs, got 1 and 1",
        assertThrows(
                BadModelException.class, () -> new ProgramScorer(schema(1, Rule.ACCEPTED), program))
            .getMessage());
  }

  @Test
  void manyThreadsAnswerAsOne() throws Exception {
    Random random = new Random(14);
    Forest forest = SHAPE.draw(random, false);
    Program program = SHAPE.program(forest);
    ProgramScorer scorer = new ProgramScorer(schema(1, Rule.ACCEPTED), program);
    double[] rows = rows(random, forest, 300);
    double[] expected = expected(program, rows);
    ExecutorService pool = Executors.newFixedThreadPool(40);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        calls.add(
            pool.submit(
                () -> {
                  double[] answers = new double[300];
                  for (int round = 0; round < 20; round++) {
                    scorer.score(rows, 300, answers);
                    assertArrayEquals(expected, answers);
                  }
                }));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void itSaysWhichKernelsRunAndWhy() {
    Forest forest = SHAPE.draw(new Random(15), false);
    List<String> lines =
        new ProgramScorer(schema(1, Rule.ACCEPTED), SHAPE.program(forest)).describe();
    assertEquals(1, lines.size());
    assertFalse(lines.get(0).isBlank());
  }

  @Test
  void aKernelCanBePinned() {
    Forest forest = SHAPE.draw(new Random(16), false);
    System.setProperty(Choice.SETTING, "reference");
    try {
      assertEquals(
          List.of(
              "rows: reference, as scorejar.kernel asks for;"
                  + " blocks: reference, as scorejar.kernel asks for"),
          new ProgramScorer(schema(1, Rule.ACCEPTED), SHAPE.program(forest)).describe());
    } finally {
      System.clearProperty(Choice.SETTING);
    }
  }

  @Test
  void rowsOfDoublesAllocateNothing() {
    Forest forest = SHAPE.draw(new Random(17), false);
    ProgramScorer scorer = new ProgramScorer(schema(1, Rule.ACCEPTED), SHAPE.program(forest));
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] row = new double[SHAPE.inputs()];
    double[] rows = new double[64 * SHAPE.inputs()];
    double[] answers = new double[64];
    long allocated = Long.MAX_VALUE;
    // Until the call is compiled, the interpreter and the counter itself may allocate.
    for (int round = 0; round < 100 && allocated > 1_000; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) {
        scorer.score(row, answers);
        scorer.score(rows, 64, answers);
      }
      allocated = threads.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(allocated <= 1_000, allocated + " bytes for 1,000 rows and 1,000 batches");
  }
}
