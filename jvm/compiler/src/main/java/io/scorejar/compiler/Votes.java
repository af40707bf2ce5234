package io.scorejar.compiler;

import io.scorejar.program.Expression;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.mining.Segment;

/** Ensembles whose answer is the category that most segments vote for. */
final class Votes {

  private final Segments segments;

  Votes(Segments segments) {
    this.segments = segments;
  }

  Prediction prediction() {
    List<Standing> standings =
        segments.treesOnly() ? new Grove(segments).standings() : Standings.of(segments);
    Set<Object> categories = new LinkedHashSet<>();
    boolean missing = segments.conditional();
    for (int i = 0; i < standings.size(); i++) {
      Prediction one = standings.get(i).prediction();
      missing |= one.mayBeMissing();
      categories.addAll(Labels.values(one, segments.list().get(i)));
    }
    Ballot ballot =
        new Ballot(
            segments.scope().frame(),
            segments.reals(),
            new Ballot.Rules(segments.allOrNothing(), segments.skips(), segments.threshold()),
            new ArrayList<>(categories));
    for (int i = 0; i < standings.size(); i++) {
      cast(ballot, standings.get(i), segments.list().get(i), categories);
    }
    Map<Object, Expression> shares = ballot.shares();
    Term value = Labels.term(segments.target(), ballot.winner(), new ArrayList<>(categories));
    return new Prediction(segments.target(), value, shares).mayBeMissing(missing).unordered(true);
  }

  private void cast(Ballot ballot, Standing standing, Segment segment, Set<Object> categories) {
    Prediction one = standing.prediction();
    Map<Object, Expression> votes = new LinkedHashMap<>();
    for (Object category : categories) {
      votes.put(category, Comparisons.equalTo(one.value(), category, segment).expression());
    }
    Expression none = Ops.truth(false);
    if (one.mayBeMissing()) {
      none = Ops.of(UnaryOp.IS_MISSING, one.value().expression());
    }
    ballot.add(
        votes,
        standing.active(),
        none,
        segments.factor(segment),
        segments.weight(segment),
        segment);
  }
}
