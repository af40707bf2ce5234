package io.scorejar.kernel;

import io.scorejar.program.Forest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Chooses kernels for a forest: the one that its shape speaks for, unless a measurement of a few
 * milliseconds says that another is clearly faster. A process that has not compiled the kernels yet
 * cannot measure them; then the shape decides alone, and no other is made. While lanes are being
 * compiled the plain kernels that come first are taken, for a while. The system property {@code
 * scorejar.kernel} names one kernel that is to be taken wherever it can be.
 */
final class Choice {

  /** The name of the setting. */
  static final String SETTING = "scorejar.kernel";

  final RowKernel row;
  final BlockKernel block;
  final String reason;

  /** Whether to choose again once lanes are compiled. */
  final boolean forNow;

  private Choice(RowKernel row, BlockKernel block, String reason, boolean forNow) {
    this.row = row;
    this.block = block;
    this.reason = reason;
    this.forNow = forNow;
  }

  static Choice of(Forest forest, int slots) {
    Parts parts = new Parts(forest);
    Meter meter = new Meter(parts, slots);
    String pinned = System.getProperty(SETTING, "");
    boolean free = pinned.isEmpty();
    boolean plain = LaneWarmUp.failed || (free && DirectWalk.likely(parts));
    Lanes lanes = plain ? new Lanes.None() : Lanes.HERE;
    Lanes rowLanes = free && MaskTable.likely(parts) ? new Lanes.None() : lanes;
    Family<RowKernel> rows = new Family<>(pinned, RowKernel::name, meter::nanos, meter);
    RowKernel row =
        rows.choose(
            rowLanes.rows(parts), () -> free ? Kernels.likelyRows(parts) : Kernels.rows(parts));
    Family<BlockKernel> blocks = new Family<>(pinned, BlockKernel::name, meter::nanos, meter);
    BlockKernel block =
        blocks.choose(
            lanes.blocks(parts),
            () -> free ? Kernels.likelyBlocks(parts, row) : Kernels.blocks(parts, row));
    String reason = "rows: " + rows.said(row) + "; blocks: " + blocks.said(block);
    return new Choice(row, block, reason, rows.forNow || blocks.forNow);
  }

  /** The kernels of one kind while they are chosen from. */
  private static final class Family<K> {

    private final String pinned;
    private final Function<K, String> name;
    private final ToDoubleFunction<K> nanos;
    private final Meter meter;
    private final List<String> times = new ArrayList<>();
    private String why = "by its shape";
    boolean forNow;

    Family(String pinned, Function<K, String> name, ToDoubleFunction<K> nanos, Meter meter) {
      this.pinned = pinned;
      this.name = name;
      this.nanos = nanos;
      this.meter = meter;
    }

    /**
     * Lanes come first wherever there are any, but not before they are compiled.
     *
     * @param plain the kernels without lanes
     */
    K choose(List<Offer<K>> lanes, Supplier<Stream<K>> plain) {
      Optional<K> asked = pinned.isEmpty() ? Optional.empty() : asked(plain.get());
      if (asked.isPresent()) {
        why = "as " + SETTING + " asks for";
        return asked.get();
      }
      if (lanes.isEmpty()) {
        return measured(plain.get().iterator());
      }
      Optional<Offer<K>> pinnedLanes =
          lanes.stream().filter(offer -> offer.name().equals(pinned)).findFirst();
      Offer<K> taken = pinnedLanes.orElse(lanes.get(0));
      String because = pinnedLanes.isPresent() ? "as " + SETTING + " asks for" : "by its shape";
      if (LaneWarmUp.done) {
        why = because;
        return taken.made().get();
      }
      LaneWarmUp.begin();
      forNow = true;
      why = "until lanes are compiled, then " + taken.name() + ", " + because;
      return plain.get().findFirst().orElseThrow();
    }

    private Optional<K> asked(Stream<K> kernels) {
      return kernels.filter(kernel -> name.apply(kernel).equals(pinned)).findFirst();
    }

    /** The first, or another where it is measured to be faster. */
    private K measured(Iterator<K> kernels) {
      K first = kernels.next();
      if (meter.cold()) {
        return first;
      }
      K best = first;
      double nanos = nanos(first);
      double shortest = nanos;
      boolean cold = meter.cold(nanos);
      while (!cold && kernels.hasNext()) {
        K other = kernels.next();
        double otherNanos = nanos(other);
        if (Meter.clearly(otherNanos, nanos)) {
          // Perhaps the first one was only disturbed: it gets a second chance.
          nanos = Math.min(nanos, nanos(first));
          if (Meter.clearly(otherNanos, nanos) && otherNanos < shortest) {
            best = other;
            shortest = otherNanos;
          }
        }
      }
      why = best == first ? "by its shape" : "by measurement";
      return best;
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
