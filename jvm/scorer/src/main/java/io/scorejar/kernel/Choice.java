package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Chooses kernels for a forest: the one that its shape speaks for, unless a measurement of a few
 * milliseconds says that another is clearly faster. A process that has not compiled the kernels yet
 * cannot measure them; then the shape decides alone. The system property {@code scorejar.kernel}
 * names one kernel that is to be taken wherever it can be.
 */
final class Choice {

  /** The name of the setting. */
  static final String SETTING = "scorejar.kernel";

  final RowKernel row;
  final BlockKernel block;
  final String reason;

  private Choice(RowKernel row, BlockKernel block, String reason) {
    this.row = row;
    this.block = block;
    this.reason = reason;
  }

  static Choice of(Forest forest, int slots) {
    Parts parts = new Parts(forest);
    Meter meter = new Meter(parts, slots);
    String pinned = System.getProperty(SETTING, "");
    boolean free = pinned.isEmpty();
    Lanes lanes = free && DirectWalk.likely(parts) ? new Lanes.None() : Lanes.HERE;
    Family<RowKernel> rows =
        new Family<>(pinned, RowKernel::name, meter::nanos, LateRow::new, meter);
    RowKernel row =
        rows.choose(
            free ? lanes.likelyRows(parts) : lanes.rows(parts),
            () -> free ? Kernels.likelyRows(parts) : Kernels.rows(parts));
    RowKernel plain = row instanceof LateRow late ? late.plain : row;
    Family<BlockKernel> blocks =
        new Family<>(pinned, BlockKernel::name, meter::nanos, LateBlock::new, meter);
    BlockKernel block = blocks.choose(lanes.blocks(parts), () -> Kernels.blocks(parts, plain));
    String reason = "rows: " + rows.said(row) + "; blocks: " + blocks.said(block);
    return new Choice(row, block, reason);
  }

  /** The kernels of one kind while they are chosen from. */
  private static final class Family<K> {

    private final String pinned;
    private final Function<K, String> name;
    private final ToDoubleFunction<K> nanos;
    private final BinaryOperator<K> late;
    private final Meter meter;
    private final List<String> times = new ArrayList<>();
    private String why = "the only one that takes its shape";

    Family(
        String pinned,
        Function<K, String> name,
        ToDoubleFunction<K> nanos,
        BinaryOperator<K> late,
        Meter meter) {
      this.pinned = pinned;
      this.name = name;
      this.nanos = nanos;
      this.late = late;
      this.meter = meter;
    }

    /**
     * Lanes come first wherever there are any, but not before they are compiled.
     *
     * @param plain the kernels without lanes; not made where compiled lanes are taken by shape
     */
    K choose(List<K> lanes, Supplier<List<K>> plain) {
      if (pinned.isEmpty() && !lanes.isEmpty() && LaneWarmUp.done) {
        why = "by its shape";
        return lanes.get(0);
      }
      List<K> others = plain.get();
      if (lanes.isEmpty() || indexOfPinned(others) >= 0) {
        return choose(others);
      }
      if (LaneWarmUp.done) {
        List<K> all = new ArrayList<>(lanes);
        all.addAll(others);
        return choose(all);
      }
      LaneWarmUp.begin();
      K until = choose(others);
      int asked = indexOfPinned(lanes);
      why = asked < 0 ? "by its shape" : "as " + SETTING + " asks for";
      why += ", once lanes are compiled; " + name.apply(until) + " until then";
      return late.apply(lanes.get(Math.max(0, asked)), until);
    }

    private int indexOfPinned(List<K> kernels) {
      return kernels.stream().map(name).toList().indexOf(pinned);
    }

    /** The pinned one; else the first, or another where it is measured to be faster. */
    private K choose(List<K> kernels) {
      int asked = indexOfPinned(kernels);
      if (asked >= 0) {
        why = "as " + SETTING + " asks for";
        return kernels.get(asked);
      }
      if (kernels.size() == 1) {
        return kernels.get(0);
      }
      double[] measured = new double[kernels.size()];
      int best = 0;
      for (int i = 0; i < measured.length; i++) {
        measured[i] = nanos(kernels.get(i));
        if (i > 0 && meter.prefers(measured, 0, i)) {
          // Perhaps the first one was only disturbed: it gets a second chance.
          measured[0] = Math.min(measured[0], nanos(kernels.get(0)));
          boolean faster = meter.prefers(measured, 0, i) && measured[i] < measured[best];
          best = faster ? i : best;
        }
      }
      why = best == 0 ? "by its shape" : "by measurement";
      return kernels.get(best);
    }

    private double nanos(K kernel) {
      double measured = nanos.applyAsDouble(kernel);
      times.add(name.apply(kernel) + " " + Math.round(measured));
      return measured;
    }

    String said(K chosen) {
      String measured =
          times.isEmpty() ? "" : " (ns a row at opening: " + String.join(", ", times) + ")";
      return name.apply(chosen) + ", " + why + measured;
    }
  }
}
