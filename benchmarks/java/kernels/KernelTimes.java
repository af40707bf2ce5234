package io.scorejar.kernel;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipFile;

/**
 * Times every kernel that takes the forest of a jar: {@code KernelTimes JAR ROWS.f64 SECONDS}.
 * Prints tab-separated lines: {@code row} or {@code block}, the kernel, nanoseconds a row; and
 * {@code cold} or {@code warm}, {@code row} or {@code block}, what the choice took in a JVM that
 * had compiled nothing yet and in one that had. Lies in the package of the kernels to see them.
 */
public final class KernelTimes {

  private static final long ROUND_NANOS = 2_000_000;

  /** Few enough to lie in L2, as in a call, whose values were written just before. */
  private static final int VALUES = 1 << 16;

  private static final int FEWEST_ROWS = 1 << 10; // fewer are learnt by heart

  private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

  private final double[][] frames;
  private final double[][] block = new double[BlockKernel.ROWS][];
  private int next;

  private KernelTimes(double[][] frames) {
    this.frames = frames;
  }

  /** Times one jar. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Program program = program(Path.of(arguments[0]));
    double[][] frames = frames(program, Path.of(arguments[1]));
    long nanos = (long) (Double.parseDouble(arguments[2]) * 1e9);
    for (Step step : Fused.of(program.steps())) {
      if (step instanceof Forest forest) {
        new KernelTimes(frames).time(forest, program.slots(), nanos);
      }
      for (double[] frame : frames) {
        step.run(frame);
      }
    }
  }

  private static Program program(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile());
        InputStream in = zip.getInputStream(zip.getEntry(ProgramBytes.ENTRY))) {
      return ProgramBytes.read(in.readAllBytes());
    }
  }

  private static double[][] frames(Program program, Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    DoubleBuffer values = bytes.order(ByteOrder.nativeOrder()).asDoubleBuffer();
    int rows = Math.max(VALUES / program.inputs(), FEWEST_ROWS);
    int held = Math.min(values.remaining() / program.inputs(), rows);
    double[][] frames = new double[held / BlockKernel.ROWS * BlockKernel.ROWS][program.slots()];
    for (double[] frame : frames) {
      values.get(frame, 0, program.inputs());
    }
    return frames;
  }

  private void time(Forest forest, int slots, long nanos) throws InterruptedException {
    Choice cold = Choice.of(forest, slots);
    said("cold", cold);
    LaneWarmUp.await();
    Parts parts = new Parts(forest);
    Map<String, BlockKernel> kernels = new LinkedHashMap<>();
    List<RowKernel> rows = new ArrayList<>(Kernels.rows(parts).toList());
    Lanes.HERE.rows(parts).forEach(offer -> rows.add(offer.made().get()));
    rows.forEach(kernel -> kernels.put("row\t" + kernel.name(), new RowByRow(kernel)));
    List<BlockKernel> blocks = new ArrayList<>();
    Lanes.HERE.blocks(parts).forEach(offer -> blocks.add(offer.made().get()));
    blocks.addAll(Kernels.blocks(parts, cold.row).toList());
    blocks.forEach(kernel -> kernels.put("block\t" + kernel.name(), kernel));
    Map<String, Double> best = new LinkedHashMap<>();
    for (long begun = System.nanoTime(); System.nanoTime() - begun < nanos; ) {
      for (Map.Entry<String, BlockKernel> kernel : kernels.entrySet()) {
        best.merge(kernel.getKey(), nanos(kernel.getValue()), Math::min);
      }
    }
    best.forEach((name, time) -> System.out.printf(Locale.ROOT, "%s\t%.1f%n", name, time));
    said("warm", Choice.of(forest, slots));
  }

  private static void said(String when, Choice choice) {
    System.out.println(when + "\trow\t" + choice.row.name());
    System.out.println(when + "\tblock\t" + choice.block.name());
    System.out.println(when + "\twhy\t" + choice.reason);
  }

  /** One round: distinct rows, one block after another; time of the processor, not of the clock. */
  private double nanos(BlockKernel kernel) {
    Scratch scratch = kernel.scratch();
    long rows = 0;
    long begun = THREAD.getCurrentThreadCpuTime();
    long now = begun;
    while (now - begun < ROUND_NANOS) {
      System.arraycopy(frames, next, block, 0, block.length);
      kernel.run(block, block.length, scratch);
      next = (next + block.length) % frames.length;
      rows += block.length;
      now = THREAD.getCurrentThreadCpuTime();
    }
    return (double) (now - begun) / rows;
  }
}
