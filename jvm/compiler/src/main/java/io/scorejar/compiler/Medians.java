package io.scorejar.compiler;

import io.scorejar.program.Expression;
import io.scorejar.program.Median;
import io.scorejar.program.Slot;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.mining.Segment;

/** Ensembles whose answer is the median of numbers. */
final class Medians {

  private final Segments segments;
  private final Frame frame;

  Medians(Segments segments) {
    this.segments = segments;
    this.frame = segments.scope().frame();
  }

  Prediction prediction() {
    if (segments.reals().floats() && !segments.weighted()) {
      // JPMML has no median of floats.
      throw segments.refused(" in float is not compiled");
    }
    List<Standing> standings =
        segments.treesOnly() ? new Grove(segments).standings() : Standings.of(segments);
    int[] slots = new int[standings.size()];
    List<Expression> present = new ArrayList<>();
    boolean missing = false;
    for (int i = 0; i < slots.length; i++) {
      Standing standing = standings.get(i);
      Segment segment = segments.list().get(i);
      Prediction one = standing.prediction();
      Expression value = Amounts.number(segments, one, segment);
      slots[i] = frame.slot(standing.counted(segments.reals().rounded(value), Double.NaN));
      missing |= one.mayBeMissing();
      if (one.mayBeMissing() && !segments.skips()) {
        present.add(Ops.choice(standing.active(), new Slot(slots[i]), Ops.number(0)));
      }
    }
    int median = median(slots);
    Totals totals = Standings.totals(segments, standings, List.of(), missing);
    Expression value = totals.gated(new Slot(median));
    if (segments.skips()) {
      // Of nothing there is no median.
      value = totals.gated(Ops.of(io.scorejar.program.UnaryOp.REQUIRED, new Slot(median)));
    }
    if (!present.isEmpty()) {
      value = Ops.choice(Ensembles.anyMissing(present), Ops.MISSING, value);
    }
    Target target = segments.target();
    return new Prediction(target, Rescaling.of(target, value, segments.reals()), null)
        .mayBeMissing(totals.mayBeMissing());
  }

  private int median(int[] slots) {
    double[] weights = new double[segments.weighted() ? slots.length : 0];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = segments.weight(segments.list().get(i));
    }
    int median = frame.newSlot();
    frame.add(
        new Median(
            slots, weights, segments.reals().floats(), frame.newSlots(slots.length), median));
    return median;
  }
}
