package io.scorejar.kernel;

import io.scorejar.BadModelException;
import io.scorejar.InvalidRowException;
import io.scorejar.Schema;
import io.scorejar.Scorer;
import io.scorejar.program.Forest;
import io.scorejar.program.Program;
import io.scorejar.program.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * Scores rows with a program. Safe for any number of threads; a call neither waits nor locks, and
 * rows of doubles allocate nothing once each thread has had its first.
 */
public final class ProgramScorer implements Scorer {

  private static final int FEWEST_FOR_A_BLOCK = 4;

  /** How many doubles the frames of a block have at most, if it is not of the fewest rows. */
  private static final int FRAME_DOUBLES = 1 << 15;

  private final Schema schema;
  private final int inputs;
  private final int[] outputs;
  private final boolean[] fromRow;
  private final boolean direct;
  private final int mostRows;

  /** What runs: replaced once, where kernels are chosen again. */
  private volatile Desks desks;

  /** Makes what is to replace it; null where nothing is. */
  private Supplier<Desks> settled;

  /**
   * A scorer of a program.
   *
   * @throws BadModelException if the program does not fit the schema
   */
  public ProgramScorer(Schema schema, Program program) {
    this.schema = schema;
    this.inputs = program.inputs();
    check(schema, program);
    Simplified simplified = new Simplified(program);
    this.outputs = simplified.outputs;
    List<Step> steps = Fused.of(simplified.steps);
    fromRow = new boolean[steps.size()];
    boolean readsRow = false;
    for (int output : outputs) {
      readsRow |= output < inputs;
    }
    for (int i = 0; i < fromRow.length; i++) {
      Step step = steps.get(i);
      List<Boolean> ofRow = new ArrayList<>();
      step.reads(slot -> ofRow.add(slot < inputs));
      fromRow[i] = step instanceof Forest && !ofRow.contains(false);
      readsRow |= !fromRow[i] && ofRow.contains(true);
    }
    direct = !readsRow;
    int blocks = FRAME_DOUBLES / (program.slots() * BlockKernel.ROWS);
    mostRows = Math.max(1, blocks) * BlockKernel.ROWS;
    int slots = program.slots();
    desks = desks(steps, slots);
    if (Arrays.stream(desks.stages).anyMatch(stage -> stage.forNow)) {
      settled = () -> desks(steps, slots);
      LaneWarmUp.settleAfter(this);
    }
  }

  private static Desks desks(List<Step> steps, int slots) {
    return new Desks(
        steps.stream().map(step -> new Stage(step, slots)).toArray(Stage[]::new), slots);
  }

  /** Chooses kernels again. Calls go on meanwhile, and those under way end as they began. */
  void settle() {
    desks = settled.get();
    settled = null;
  }

  private static void check(Schema schema, Program program) {
    if (!schema.numeric()) {
      throw new BadModelException("program: expected a schema without free text, got " + schema);
    }
    if (program.inputs() != schema.inputs().size()
        || program.outputs() != schema.outputs().size()) {
      throw new BadModelException(
          "program: expected "
              + schema.inputs().size()
              + " inputs and "
              + schema.outputs().size()
              + " outputs, got "
              + program.inputs()
              + " and "
              + program.outputs());
    }
  }

  @Override
  public Schema schema() {
    return schema;
  }

  /** For each forest that runs, which kernels run it and why; one line each. */
  @Override
  public List<String> describe() {
    List<String> lines = new ArrayList<>();
    for (Stage stage : desks.stages) {
      if (stage.forest()) {
        lines.add(stage.reason);
      }
    }
    return Collections.unmodifiableList(lines);
  }

  @Override
  public void score(double[] row, double[] answer) {
    schema.checkLengths(row, answer);
    schema.check(row, 0);
    int place = Desks.place();
    Desks from = desks;
    Desk desk = from.take(place);
    double[] frame = desk.frame;
    if (!direct) {
      System.arraycopy(row, 0, frame, 0, inputs);
    }
    run(direct ? row : frame, desk);
    for (int i = 0; i < outputs.length; i++) {
      answer[i] = frame[outputs[i]];
    }
    from.leave(place, desk);
  }

  /** Where nothing but forests reads the row, {@code values} is the row itself, uncopied. */
  private void run(double[] values, Desk desk) {
    Stage[] stages = desk.stages;
    for (int i = 0; i < stages.length; i++) {
      stages[i].run(fromRow[i] ? values : desk.frame, desk.frame, desk.scratches[i]);
    }
  }

  @Override
  public void score(double[] rows, int count, double[] answers) {
    schema.checkLengths(rows, count, answers);
    int place = Desks.place();
    Desks from = desks;
    Desk desk = from.take(place);
    int most = blockRows(desk.stages);
    for (int first = 0; first < count; first += most) {
      int size = Math.min(most, count - first);
      if (size < FEWEST_FOR_A_BLOCK) {
        scoreRows(rows, first, size, answers, desk);
      } else {
        scoreBlock(rows, first, size, answers, desk);
      }
    }
    from.leave(place, desk);
  }

  /** As many rows as every stage takes, and as fit into a cache. */
  private int blockRows(Stage[] stages) {
    int rows = mostRows;
    for (Stage stage : stages) {
      rows = Math.min(rows, stage.rows());
    }
    return rows;
  }

  private void scoreRows(double[] rows, int first, int size, double[] answers, Desk desk) {
    double[] frame = desk.frame;
    for (int row = first; row < first + size; row++) {
      check(rows, row);
      System.arraycopy(rows, row * inputs, frame, 0, inputs);
      run(frame, desk);
      answer(frame, answers, row);
    }
  }

  private void scoreBlock(double[] rows, int first, int size, double[] answers, Desk desk) {
    Stage[] stages = desk.stages;
    double[][] frames = desk.frames(size);
    for (int row = 0; row < size; row++) {
      check(rows, first + row);
      System.arraycopy(rows, (first + row) * inputs, frames[row], 0, inputs);
    }
    for (int i = 0; i < stages.length; i++) {
      stages[i].run(frames, size, desk.blockScratch(i));
    }
    for (int row = 0; row < size; row++) {
      answer(frames[row], answers, first + row);
    }
  }

  private void check(double[] rows, int row) {
    try {
      schema.check(rows, row * inputs);
    } catch (InvalidRowException e) {
      throw e.at(row);
    }
  }

  private void answer(double[] frame, double[] answers, int row) {
    int at = row * outputs.length;
    for (int i = 0; i < outputs.length; i++) {
      answers[at + i] = frame[outputs[i]];
    }
  }
}
