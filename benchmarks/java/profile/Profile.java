package io.scorejar.kernel;

import io.scorejar.Schema;
import io.scorejar.Scorer;
import io.scorejar.ScorerJar;
import io.scorejar.program.Forest;
import io.scorejar.program.Program;
import io.scorejar.program.ProgramBytes;
import io.scorejar.program.Step;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipFile;

/**
 * Where the time of a call goes: {@code Profile JAR ROWS.f64 SECONDS}, the seconds of each stage.
 *
 * <p>Prints tab-separated lines: {@code row} or {@code block}, a stage, nanoseconds a row of the
 * processor's time (the best of many passes over distinct rows, each stage alone on what it gets in
 * a call); and {@code fact}, a name, a value. The first step of the program has to be a forest.
 * Lies in the package of the kernels to see them.
 */
public final class Profile {

  private static final int ROWS = 512;
  private static final int PARTS = 16;

  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

  private final Program program;
  private final Schema schema;
  private final Scorer scorer;
  private final Forest forest;
  private final long nanos;

  /** Rows one after another, as frames, and as rows: by part. */
  private final double[][] flat;

  private final double[][][] frames;
  private final double[][][] rows;

  private Profile(Program program, ScorerJar jar, DoubleBuffer values, double seconds) {
    this.program = program;
    schema = jar.schema();
    scorer = jar.scorer();
    forest = (Forest) program.steps().get(0);
    nanos = (long) (seconds * 1e9);
    int width = program.inputs();
    flat = new double[PARTS][ROWS * width];
    frames = new double[PARTS][ROWS][program.slots()];
    rows = new double[PARTS][ROWS][width];
    for (int part = 0; part < PARTS; part++) {
      values.get(flat[part]);
      for (int row = 0; row < ROWS; row++) {
        System.arraycopy(flat[part], row * width, frames[part][row], 0, width);
        System.arraycopy(flat[part], row * width, rows[part][row], 0, width);
      }
    }
  }

  /** Profiles one jar. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path path = Path.of(arguments[0]);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Path.of(arguments[1])));
    DoubleBuffer values = bytes.order(ByteOrder.nativeOrder()).asDoubleBuffer();
    double seconds = Double.parseDouble(arguments[2]);
    try (ScorerJar jar = ScorerJar.open(path, CompiledEngine.NAME)) {
      LaneWarmUp.await();
      new Profile(program(path), jar, values, seconds).tell();
    }
  }

  private static Program program(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(ProgramBytes.ENTRY))) {
      return ProgramBytes.read(in.readAllBytes());
    }
  }

  private void tell() {
    Choice choice = Choice.of(forest, program.slots());
    fact("gigahertz", gigahertz());
    row(choice.row);
    block(choice.block);
    new Walked(forest).tell(frames);
  }

  private void row(RowKernel kernel) {
    fact("row kernel", kernel.name());
    double[] answer = new double[schema.outputs().size()];
    time("row", "whole", part -> Arrays.stream(rows[part]).forEach(r -> scorer.score(r, answer)));
    time("row", "schema", part -> Arrays.stream(rows[part]).forEach(r -> schema.check(r, 0)));
    Scratch scratch = kernel.scratch();
    time("row", "kernel", part -> forEach(part, frame -> kernel.run(frame, frame, scratch)));
    Inside inside = Inside.of(kernel);
    if (inside.ranks()) {
      time("row", "ranks", part -> forEach(part, frame -> inside.rank(frame, scratch)));
    }
    Sums sums = inside.sums();
    if (sums != null) {
      int[][] leaves = new int[ROWS][];
      for (int row = 0; row < ROWS; row++) {
        kernel.run(frames[0][row], frames[0][row], scratch);
        leaves[row] = scratch.leaves.clone();
      }
      time("row", "sums", part -> add(sums, leaves, frames[part]));
    }
    List<Step> steps = program.steps();
    time("row", "steps", part -> steps(steps, frames[part]));
    inside.tables("row");
  }

  private static void add(Sums sums, int[][] leaves, double[][] frames) {
    for (int row = 0; row < ROWS; row++) {
      sums.add(leaves[row], frames[row]);
    }
  }

  /** All steps but the forest. */
  private static void steps(List<Step> steps, double[][] frames) {
    for (int i = 1; i < steps.size(); i++) {
      Step step = steps.get(i);
      for (double[] frame : frames) {
        step.run(frame);
      }
    }
  }

  private void block(BlockKernel kernel) {
    fact("block kernel", kernel.name());
    fact("block rows", kernel.rows());
    double[] answers = new double[ROWS * schema.outputs().size()];
    time("block", "whole", part -> scorer.score(flat[part], ROWS, answers));
    int width = program.inputs();
    time(
        "block",
        "schema",
        part -> {
          for (int row = 0; row < ROWS; row++) {
            schema.check(flat[part], row * width);
          }
        });
    double[][] into = new double[ROWS][program.slots()];
    time(
        "block",
        "copy",
        part -> {
          for (int row = 0; row < ROWS; row++) {
            System.arraycopy(flat[part], row * width, into[row], 0, width);
          }
        });
    Scratch scratch = kernel.scratch();
    int size = Math.min(ROWS, kernel.rows());
    double[][][] blocks = new double[PARTS * (ROWS / size)][][];
    for (int i = 0; i < blocks.length; i++) {
      int from = i % (ROWS / size) * size;
      blocks[i] = Arrays.copyOfRange(frames[i / (ROWS / size)], from, from + size);
    }
    time(
        "block",
        "kernel",
        part -> {
          for (int i = 0; i < ROWS / size; i++) {
            kernel.run(blocks[part * (ROWS / size) + i], size, scratch);
          }
        });
    Slices slices = Slices.of(kernel, scratch);
    if (slices != null) {
      time("block", "ranks", part -> slices.rank(frames[part]));
      time("block", "conditions", part -> slices.conditions());
      time("block", "parts", part -> slices.part());
      time("block", "numbers", part -> slices.number());
    }
    List<Step> steps = program.steps();
    time("block", "steps", part -> steps(steps, frames[part]));
    Inside.of(kernel).tables("block");
  }

  private interface Pass {
    void run(int part);
  }

  private interface OfFrame {
    void run(double[] frame);
  }

  private void forEach(int part, OfFrame stage) {
    for (double[] frame : frames[part]) {
      stage.run(frame);
    }
  }

  /** Prints the best pass of a stage, in nanoseconds a row. */
  private void time(String kind, String stage, Pass pass) {
    double best = Double.MAX_VALUE;
    long end = THREAD.getCurrentThreadCpuTime() + nanos;
    long begun = end - nanos;
    for (int i = 0; begun < end; i++) {
      pass.run(i % PARTS);
      long now = THREAD.getCurrentThreadCpuTime();
      best = Math.min(best, now - begun);
      begun = now;
    }
    System.out.printf(Locale.ROOT, "%s\t%s\t%.2f%n", kind, stage, best / ROWS);
  }

  static void fact(String name, Object value) {
    System.out.printf(Locale.ROOT, "fact\t%s\t%s%n", name, value);
  }

  /** The clock of the core: a chain of three shifts and three exclusive ors, a cycle each. */
  private static double gigahertz() {
    int count = 20_000_000;
    double best = Double.MAX_VALUE;
    long state = 1;
    for (int i = 0; i < 10; i++) {
      long begun = THREAD.getCurrentThreadCpuTime();
      state = chain(state, count);
      best = Math.min(best, THREAD.getCurrentThreadCpuTime() - begun);
    }
    return state == 0 ? 0 : 6.0 * count / best; // the state is never 0, but C2 does not know that
  }

  private static long chain(long from, int count) {
    long state = from;
    for (int i = 0; i < count; i++) {
      state ^= state << 13;
      state ^= state >>> 7;
      state ^= state << 17;
    }
    return state;
  }
}
