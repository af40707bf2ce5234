package io.scorejar.kernel;

import io.scorejar.InvalidRowException;
import io.scorejar.program.Forest;
import io.scorejar.program.Program;
import io.scorejar.program.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a program step by step, every forest of it on every kernel that takes it, and compares each
 * frame by bits with what the reference walk leaves. Forests that run as one are compared with what
 * the walk through each leaves.
 */
public final class KernelBits {

  private final Program program;

  /** What each step as it runs stands for. */
  private final List<List<Step>> references = new ArrayList<>();

  private final List<List<Tried>> kernels = new ArrayList<>();
  private final Map<String, Long> compared = new TreeMap<>();
  private final Map<String, Long> different = new TreeMap<>();

  /** A kernel on frames, and on how many rows it is still to run. */
  private static final class Tried {
    final String name;
    final BlockKernel kernel;
    final Scratch scratch;
    int left;

    Tried(String name, BlockKernel kernel, int rows) {
      this.name = name;
      this.kernel = kernel;
      this.scratch = kernel.scratch();
      this.left = rows;
    }
  }

  /**
   * All kernels of a program.
   *
   * @param laneRows on how many rows at most the kernels of lanes run: in an interpreter each of
   *     their vectors is an object
   */
  public KernelBits(Program program, int laneRows) {
    this.program = program;
    int at = 0;
    for (Step step : Fused.of(program.steps())) {
      int first = at;
      at += step == program.steps().get(at) ? 1 : forests(program.steps(), at, (Forest) step);
      references.add(program.steps().subList(first, at));
      kernels.add(step instanceof Forest forest ? kernels(forest, laneRows) : List.of());
    }
  }

  /** How many forests from a step on have as many sums as one that stands for them. */
  private static int forests(List<Step> steps, int from, Forest fused) {
    int count = 0;
    for (int sums = 0; sums < fused.sums(); count++) {
      sums += ((Forest) steps.get(from + count)).sums();
    }
    return count;
  }

  private static List<Tried> kernels(Forest forest, int laneRows) {
    Parts parts = new Parts(forest);
    List<Tried> tried = new ArrayList<>();
    List<RowKernel> rows = Kernels.rows(parts).toList();
    for (RowKernel kernel : rows) {
      tried.add(new Tried(kernel.name(), new RowByRow(kernel), Integer.MAX_VALUE));
    }
    for (BlockKernel kernel : Kernels.blocks(parts, rows.get(0)).toList()) {
      if (!(kernel instanceof RowByRow)) {
        tried.add(new Tried(kernel.name(), kernel, Integer.MAX_VALUE));
      }
    }
    for (Offer<RowKernel> row : Lanes.HERE.rows(parts)) {
      tried.add(new Tried(row.name(), new RowByRow(row.made().get()), laneRows));
    }
    for (Offer<BlockKernel> block : Lanes.HERE.blocks(parts)) {
      tried.add(new Tried(block.name(), block.made().get(), laneRows));
    }
    return tried;
  }

  /** Whether this JVM has lanes. */
  public static boolean lanes() {
    return !(Lanes.HERE instanceof Lanes.None);
  }

  /** How many rows each kernel was compared on, by its name. */
  public Map<String, Long> compared() {
    return compared;
  }

  /** How many of them left other bits. */
  public Map<String, Long> different() {
    return different;
  }

  /** Compares on rows: shape (count, inputs). A row that the program refuses is left out there. */
  public void run(double[] rows, int count) {
    for (int first = 0; first < count; first += BlockKernel.ROWS) {
      List<double[]> frames = new ArrayList<>();
      for (int row = first; row < Math.min(count, first + BlockKernel.ROWS); row++) {
        double[] frame = new double[program.slots()];
        System.arraycopy(rows, row * program.inputs(), frame, 0, program.inputs());
        frames.add(frame);
      }
      run(frames);
    }
  }

  private void run(List<double[]> frames) {
    for (int step = 0; step < kernels.size() && !frames.isEmpty(); step++) {
      List<double[]> before = copies(frames);
      List<Step> reference = references.get(step);
      frames.removeIf(frame -> refused(reference, frame));
      for (Tried tried : kernels.get(step)) {
        List<double[]> block = copies(before.subList(0, Math.min(before.size(), tried.left)));
        if (!block.isEmpty()) {
          tried.left -= block.size();
          tried.kernel.run(block.toArray(double[][]::new), block.size(), tried.scratch);
          note(tried.name, frames, block);
        }
      }
    }
  }

  private static boolean refused(List<Step> steps, double[] frame) {
    try {
      steps.forEach(step -> step.run(frame));
      return false;
    } catch (InvalidRowException e) {
      return true;
    }
  }

  private void note(String kernel, List<double[]> expected, List<double[]> got) {
    long wrong = 0;
    for (int row = 0; row < got.size(); row++) {
      // Arrays.equals compares by doubleToLongBits: the two zeros differ, and all NaN are one.
      wrong += Arrays.equals(expected.get(row), got.get(row)) ? 0 : 1;
    }
    compared.merge(kernel, (long) got.size(), Long::sum);
    different.merge(kernel, wrong, Long::sum);
  }

  private static List<double[]> copies(List<double[]> frames) {
    List<double[]> copies = new ArrayList<>();
    frames.forEach(frame -> copies.add(frame.clone()));
    return copies;
  }
}
