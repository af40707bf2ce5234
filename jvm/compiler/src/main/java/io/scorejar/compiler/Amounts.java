package io.scorejar.compiler;

import io.scorejar.program.Expression;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.mining.Segment;

/** Ensembles whose answer is a sum or an average of numbers. */
final class Amounts {

  private final Segments segments;

  Amounts(Segments segments) {
    this.segments = segments;
  }

  Prediction prediction() {
    Totals totals = segments.treesOnly() ? new Grove(segments).numbers() : worked();
    Expression value = totals.value(segments, 0);
    Target target = segments.target();
    return new Prediction(target, Rescaling.of(target, value, segments.reals()), null)
        .mayBeMissing(totals.mayBeMissing());
  }

  /** The sum over models of any kind. */
  private Totals worked() {
    List<Standing> standings = Standings.of(segments);
    List<Expression> values = new ArrayList<>();
    boolean missing = false;
    for (int i = 0; i < standings.size(); i++) {
      Prediction one = standings.get(i).prediction();
      Segment segment = segments.list().get(i);
      missing |= one.mayBeMissing();
      values.add(segments.times(segments.factor(segment), number(segments, one, segment)));
    }
    return Standings.totals(segments, standings, List.of(values), missing);
  }

  /** The number that a segment predicts. */
  static Expression number(Segments segments, Prediction prediction, Segment where) {
    if (prediction.value().text()) {
      throw NotCompiled.of(where, "predicts no number");
    }
    Term value = prediction.value();
    // Where a missing number is told from one that is undefined, the latter refuses the row.
    return (segments.skips() ? prediction.defined(value) : value).expression();
  }
}
