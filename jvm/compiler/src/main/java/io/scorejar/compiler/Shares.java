package io.scorejar.compiler;

import io.scorejar.program.Best;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.mining.Segment;

/** Ensembles whose answer is the category of the highest average probability. */
final class Shares {

  private final Segments segments;
  private final Frame frame;

  Shares(Segments segments) {
    this.segments = segments;
    this.frame = segments.scope().frame();
  }

  Prediction prediction() {
    if (segments.treesOnly()) {
      Totals[] totals = new Totals[1];
      Map<Object, Expression> shares = slots(new Grove(segments).shares(totals));
      // Where a tree has no answer, none of the sums is a number.
      Expression absent =
          totals[0].mayBeMissing()
              ? Ensembles.anyMissing(new ArrayList<>(shares.values()))
              : Ops.truth(false);
      return categories(shares, absent);
    }
    return worked();
  }

  /** The averages over models of any kind. */
  private Prediction worked() {
    List<Standing> standings = Standings.of(segments);
    Set<Object> categories = new LinkedHashSet<>();
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < standings.size(); i++) {
      Prediction one = standings.get(i).prediction();
      Segment where = segments.list().get(i);
      require(one, where);
      if (one.mayBeMissing()) {
        values.add(standings.get(i).counted(one.value().expression(), 0));
      }
      categories.addAll(one.categories());
      if (segments.conditional() || segments.skips()) {
        requireOrder(one, standings.get(0).prediction(), where);
      }
    }
    List<List<Expression>> added = new ArrayList<>();
    for (Object category : categories) {
      List<Expression> ofCategory = new ArrayList<>();
      for (int i = 0; i < standings.size(); i++) {
        Expression share = standings.get(i).prediction().probabilities().get(category);
        double factor = segments.factor(segments.list().get(i));
        ofCategory.add(share == null ? null : segments.times(factor, share));
      }
      added.add(ofCategory);
    }
    Totals totals = Standings.totals(segments, standings, added, !values.isEmpty());
    Map<Object, Expression> shares = new LinkedHashMap<>();
    for (Object category : categories) {
      shares.put(category, totals.value(segments, shares.size()));
    }
    // Probabilities may be undefined where there is a prediction: infinity less infinity.
    Expression absent = Ensembles.anyMissing(values);
    return categories(
        slots(shares), totals.none() == null ? absent : Ops.of(BinaryOp.OR, totals.none(), absent));
  }

  private Map<Object, Expression> slots(Map<Object, Expression> shares) {
    Map<Object, Expression> slots = new LinkedHashMap<>();
    shares.forEach((category, share) -> slots.put(category, new Slot(frame.slot(share))));
    return slots;
  }

  /** Requires probabilities of categories of the type of the model. */
  private void require(Prediction one, Segment where) {
    if (one.probabilities() == null) {
      throw NotCompiled.of(where, "predicts no probabilities");
    }
    if (one.unordered()) {
      throw NotCompiled.of(where, "its categories stand in the order of votes");
    }
    if (one.target().type() != segments.target().type()) {
      throw NotCompiled.of(where, "its categories have another type than those of the model");
    }
  }

  /** Requires an order of categories that does not hang on the segments that take part. */
  private static void requireOrder(Prediction one, Prediction first, Segment where) {
    if (!one.categories().equals(first.categories())) {
      throw NotCompiled.of(where, "its categories stand in another order than those of others");
    }
  }

  /** The category of the highest probability; of equal ones, the first. */
  private Prediction categories(Map<Object, Expression> shares, Expression absent) {
    int[] slots = shares.values().stream().mapToInt(frame::slot).toArray();
    int best = frame.newSlot();
    frame.add(new Best(slots, false, best));
    Expression place = Ops.choice(absent, Ops.MISSING, new Slot(best));
    Target target = segments.target();
    Term value = Labels.term(target, place, new ArrayList<>(shares.keySet()));
    return new Prediction(target, value, shares).mayBeMissing(!(absent instanceof Constant));
  }
}
