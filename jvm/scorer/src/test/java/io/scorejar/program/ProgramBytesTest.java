package io.scorejar.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.scorejar.BadModelException;
import io.scorejar.InvalidRowException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ProgramBytesTest {

  private static Program drawn(Random random) {
    RandomForest shape = RandomForest.SMALL.ofSums(2, 3);
    return shape.program(shape.draw(random, random.nextBoolean()));
  }

  private static String refused(byte[] bytes) {
    return assertThrows(BadModelException.class, () -> ProgramBytes.read(bytes)).getMessage();
  }

  @Test
  void whatIsReadAnswersAsWhatWasWritten() {
    Random random = new Random(1);
    RandomForest shape = RandomForest.SMALL.ofSums(2, 3);
    for (int i = 0; i < 50; i++) {
      Forest forest = shape.draw(random, i % 2 == 0);
      Program program = shape.program(forest);
      byte[] bytes = ProgramBytes.write(program);
      Program read = ProgramBytes.read(bytes);
      assertArrayEquals(bytes, ProgramBytes.write(read));
      for (int row = 0; row < 20; row++) {
        double[] frame = shape.frame(random, forest);
        double[] other = frame.clone();
        program.run(frame);
        read.run(other);
        assertArrayEquals(frame, other);
      }
    }
  }

  @Test
  void expressionsAreWrittenAndRead() {
    List<Step> steps = List.of(new Assign(2, new Constant(Double.NaN)), new Assign(3, new Slot(1)));
    Program read = ProgramBytes.read(ProgramBytes.write(new Program(2, 4, steps, new int[] {3})));
    assertEquals(steps, read.steps());
    assertEquals(3, read.output(0));
  }

  /**
   * The place that {@code rank} has among three values, in slots 0 to 2, their orders in 3 to 5.
   */
  private static double ranked(int rank, int[] orders, double... frame) {
    Program program =
        new Program(6, 7, List.of(new Ranked(new int[] {0, 1, 2}, orders, rank, 6)), new int[] {6});
    double[] full = Arrays.copyOf(frame, 7);
    ProgramBytes.read(ProgramBytes.write(program)).run(full);
    return full[6];
  }

  @Test
  void aRankIsThatOfTheValueThenOfTheOrderThenOfThePlace() {
    int[] none = {};
    int[] orders = {3, 4, 5};
    assertEquals(1, ranked(0, none, 2, 5, 2));
    assertEquals(0, ranked(1, none, 2, 5, 2));
    assertEquals(2, ranked(1, orders, 2, 5, 2, 0.5, 0.25, 1));
    assertEquals(2, ranked(0, orders, 2, 5, 2, 0.5, 0, 1));
    assertEquals(Double.NaN, ranked(2, orders, 2, 5, 2, 0.5, 0, 1));
    assertEquals(Double.NaN, ranked(2, none, 0, -1, 2));
    assertEquals(
        "program.bin: expected a program, got ranked: expected an order for each of 1, got 2"
            + " (before byte 16)",
        refused(new byte[] {'S', 'J', 'P', 'G', 2, 1, 2, 1, 6, 1, 0, 2, 0, 0, 0, 1, 1, 1}));
  }

  @Test
  void theNearestVectorsComeFirstAndOfEqualOnesTheFirst() {
    double[] vectors = {0, 1, 3, 1, 0, 2, 5, 7};
    int[] slots = {0, 1};
    Step search =
        new Nearest(
            slots,
            new int[] {0, 1},
            new double[] {1, 4},
            vectors,
            2,
            2,
            new int[] {2, 3, 4},
            new int[] {5, 6, 7});
    Program program =
        ProgramBytes.read(
            ProgramBytes.write(new Program(2, 8, List.of(search), new int[] {2, 3, 4})));
    double[] frame = {0, 1, 0, 0, 0, 0, 0, 0};
    program.run(frame);
    assertArrayEquals(new double[] {0, 1, 0, 2, 1, 0, 2, 3}, frame);
    double[] lacking = {1.5, Double.NaN, 0, 0, 0, 0, 0, 0};
    program.run(lacking);
    assertArrayEquals(new double[] {0, 1, 2}, Arrays.copyOfRange(lacking, 2, 5));
    double[] empty = {Double.NaN, Double.NaN, 0, 0, 0, 0, 0, 0};
    assertThrows(InvalidRowException.class, () -> program.run(empty));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Nearest(slots, slots, vectors, vectors, 2, 2, slots, slots));
  }

  @Test
  void whatIsCutOffIsRefused() {
    byte[] bytes = ProgramBytes.write(drawn(new Random(2)));
    for (int length = 0; length < bytes.length; length++) {
      refused(Arrays.copyOf(bytes, length));
    }
  }

  @Test
  void whateverTheBytesReadingEnds() {
    Random random = new Random(3);
    double[] frame = new double[Program.MOST_SLOTS];
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = ProgramBytes.write(drawn(random));
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[5 + random.nextInt(bytes.length - 5)] = (byte) random.nextInt(256);
      }
      try {
        ProgramBytes.read(bytes).run(frame);
      } catch (BadModelException e) {
        assertEquals("program.bin: ", e.getMessage().substring(0, 13));
      }
    }
  }

  @Test
  void othersFilesAndNewerFormatsAreNamed() {
    byte[] bytes = ProgramBytes.write(drawn(new Random(4)));
    bytes[4] = 3;
    assertEquals(
        "program.bin: expected format 2 (a newer Scorejar wrote it?), got 3 (before byte 5)",
        refused(bytes));
    bytes[0] = 'P';
    assertEquals(
        "program.bin: expected the bytes SJPG, got others (before byte 1)", refused(bytes));
    assertEquals(
        "program.bin: expected more bytes, got the end (before byte 0)", refused(new byte[0]));
  }

  @Test
  void countsThatTheBytesCannotHoldAreRefusedBeforeRoomIsMade() {
    byte[] bytes = {'S', 'J', 'P', 'G', 2, 1, 2, 1, 1, -1, -1, -1, -1, 7};
    assertEquals(
        "program.bin: expected at most 0 columns, got 2147483647 (before byte 14)", refused(bytes));
  }

  @Test
  void bytesBehindTheEndAreRefused() {
    byte[] bytes = ProgramBytes.write(new Program(1, 1, List.of(), new int[] {0}));
    assertEquals(
        "program.bin: expected the end, got 1 bytes more (before byte 10)",
        refused(Arrays.copyOf(bytes, bytes.length + 1)));
  }

  @Test
  void aSlotThatNothingWroteIsRefused() {
    byte[] bytes =
        ProgramBytes.write(new Program(1, 2, List.of(new Assign(1, new Slot(0))), new int[] {1}));
    bytes[bytes.length - 1] = 2;
    assertEquals(
        "program.bin: expected a program, got outputs: expected a slot that is written before it is"
            + " read, got 2 (before byte 14)",
        refused(bytes));
  }

  @Test
  void aSlotThatNobodyNeedsIsRefused() {
    byte[] bytes =
        ProgramBytes.write(new Program(1, 2, List.of(new Assign(1, new Slot(0))), new int[] {1}));
    bytes[6] = 3;
    assertEquals(
        "program.bin: expected a program, got slots: expected each to be written, got none for 2"
            + " (before byte 14)",
        refused(bytes));
  }

  @Test
  void aDivisorThatIsNoWholeNumberRefusesTheRow() {
    assertThrows(InvalidRowException.class, () -> BinaryOp.DIVIDE_INTEGERS.of(1, 0.5));
  }
}
