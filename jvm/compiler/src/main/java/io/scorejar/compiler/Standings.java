package io.scorejar.compiler;

import io.scorejar.program.Expression;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.mining.Segment;

/** What the segments of an ensemble answer, worked out one after another. */
final class Standings {

  private Standings() {}

  static List<Standing> of(Segments segments) {
    List<Expression> active = segments.active();
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < active.size(); i++) {
      Prediction one = segments.prediction(segments.list().get(i), active.get(i));
      standings.add(Standing.of(segments, active.get(i), one));
    }
    return standings;
  }

  /**
   * Sums over segments.
   *
   * @param values by sum, then by segment: what it adds; null where it adds nothing
   * @param missing whether one of them may be missing
   */
  static Totals totals(
      Segments segments, List<Standing> standings, List<List<Expression>> values, boolean missing) {
    List<Expression> sums = new ArrayList<>();
    for (List<Expression> of : values) {
      List<Expression> added = new ArrayList<>();
      for (int i = 0; i < of.size(); i++) {
        if (of.get(i) != null) {
          added.add(standings.get(i).counted(of.get(i), 0));
        }
      }
      sums.add(sum(segments, added));
    }
    if (!segments.conditional() && !segments.skips()) {
      return new Totals(sums, Totals.constantDivisor(segments), null, missing);
    }
    List<Expression> factors = new ArrayList<>();
    List<Expression> present = new ArrayList<>();
    List<Expression> weights = new ArrayList<>();
    List<Expression> lost = new ArrayList<>();
    for (int i = 0; i < standings.size(); i++) {
      Standing standing = standings.get(i);
      Segment segment = segments.list().get(i);
      Expression weight = Ops.number(segments.weight(segment));
      factors.add(standing.counted(Ops.number(segments.factor(segment)), 0));
      present.add(standing.active());
      weights.add(Ops.choice(standing.active(), weight, Ops.number(0)));
      lost.add(Ops.choice(standing.lost(), weight, Ops.number(0)));
    }
    return Totals.of(
        segments,
        sums,
        sum(segments, factors),
        sum(segments, present),
        sum(segments, weights),
        sum(segments, lost),
        missing);
  }

  private static Expression sum(Segments segments, List<Expression> values) {
    return Sums.of(segments.scope().frame(), segments.reals(), values);
  }
}
