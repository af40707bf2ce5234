package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.True;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;
import org.dmg.pmml.mining.Segmentation.MissingPredictionTreatment;
import org.dmg.pmml.tree.TreeModel;

/** The segments of a {@code MiningModel}: their weights, and on which rows they take part. */
final class Segments {

  private final Models models;
  private final MiningModel model;
  private final Scope scope;
  private final Target target;
  private final Segmentation segmentation;
  private final Reals reals;

  Segments(Models models, MiningModel model, Scope scope, Target target) {
    this.models = models;
    this.model = model;
    this.scope = scope;
    this.target = target;
    this.segmentation = model.requireSegmentation();
    this.reals = Reals.of(model);
    double threshold = threshold();
    if (!(threshold >= 0 && threshold <= 1)) {
      throw NotCompiled.of(segmentation, "missingThreshold " + threshold + " is not from 0 to 1");
    }
    for (Segment segment : list()) {
      if (segment.getVariableWeight() != null) {
        throw NotCompiled.of(segment.getVariableWeight());
      }
      if ((weighted() || skips()) && !(weight(segment) >= 0)) {
        throw NotCompiled.of(segment, "its weight is negative");
      }
    }
  }

  List<Segment> list() {
    return segmentation.requireSegments();
  }

  Scope scope() {
    return scope;
  }

  Target target() {
    return target;
  }

  Reals reals() {
    return reals;
  }

  Segmentation.MultipleModelMethod method() {
    return segmentation.requireMultipleModelMethod();
  }

  /** Says that the method is not compiled. */
  NotCompiled refused(String why) {
    return NotCompiled.of(segmentation, method().value() + why);
  }

  private MissingPredictionTreatment treatment() {
    return segmentation.getMissingPredictionTreatment();
  }

  /** Whether segments without a prediction are left out. */
  boolean skips() {
    return treatment() == MissingPredictionTreatment.SKIP_SEGMENT;
  }

  /** Whether one segment without a prediction is enough for there to be none. */
  boolean allOrNothing() {
    return treatment() == MissingPredictionTreatment.RETURN_MISSING;
  }

  /** The share of weights beyond which too many predictions are missing. */
  double threshold() {
    return segmentation.getMissingThreshold().doubleValue();
  }

  double weight(Segment segment) {
    return reals.number(segment.getWeight());
  }

  boolean weighted() {
    return switch (method()) {
      case WEIGHTED_SUM, WEIGHTED_AVERAGE, WEIGHTED_MEDIAN, WEIGHTED_MAJORITY_VOTE -> true;
      default -> false;
    };
  }

  boolean averages() {
    return method() == Segmentation.MultipleModelMethod.AVERAGE
        || method() == Segmentation.MultipleModelMethod.WEIGHTED_AVERAGE;
  }

  /** What the answer of a segment counts. */
  double factor(Segment segment) {
    return weighted() ? weight(segment) : 1;
  }

  /** A value as often as it counts. */
  double times(double factor, double value) {
    return factor == 1 ? (reals.floats() ? (float) value : value) : reals.multiply(factor, value);
  }

  /** A value as often as it counts. */
  Expression times(double factor, Expression value) {
    Expression rounded = reals.rounded(value);
    return factor == 1 ? rounded : reals.multiply(Ops.number(factor), rounded);
  }

  /** The predicate of a segment; null where it always holds. */
  static Predicate gate(Segment segment) {
    return segment.requirePredicate() instanceof True ? null : segment.requirePredicate();
  }

  /** Whether some segments take part on some rows only. */
  boolean conditional() {
    return list().stream().anyMatch(segment -> gate(segment) != null);
  }

  boolean treesOnly() {
    return list().stream().allMatch(segment -> segment.requireModel() instanceof TreeModel);
  }

  /** The trees of segments that are trees only. */
  List<Trees> trees() {
    List<Trees> trees = new ArrayList<>();
    for (Segment segment : list()) {
      TreeModel tree = (TreeModel) segment.requireModel();
      Scope inner = new Scope(scope.document(), tree, scope);
      Target own = Target.of(scope.document(), tree, target);
      Models.requireNoPrior(own, tree);
      trees.add(new Trees(models, tree, inner, own));
    }
    return trees;
  }

  /** The prediction of a segment, worked out for the rows on which it takes part. */
  Prediction prediction(Segment segment, Expression active) {
    Frame frame = scope.frame();
    Expression guard = frame.guard();
    if (!(active instanceof Constant)) {
      guard = guard == null ? active : new Slot(frame.slot(Ops.of(BinaryOp.AND, guard, active)));
    }
    return frame.within(guard, () -> models.of(segment.requireModel(), scope, target));
  }

  /**
   * Requires that JPMML sees whether a segment has no prediction, where that matters: it looks at
   * the targets that a model declares, and a model of models may declare none.
   */
  void requireSeen(Segment segment, Prediction prediction) {
    if ((skips() || allOrNothing())
        && prediction.mayBeMissing()
        && prediction.target().name() == null
        && segment.requireModel() instanceof MiningModel inner
        && Target.isHandedOn(inner)) {
      throw NotCompiled.of(segment, "its prediction may be missing and has no target");
    }
  }

  /** Whether each segment takes part: truth, never missing. */
  List<Expression> active() {
    return active(list());
  }

  /** Whether one segment takes part, seen from where the ones before it have answered. */
  Expression active(Segment segment) {
    return active(List.of(segment)).get(0);
  }

  private List<Expression> active(List<Segment> segments) {
    Forester forester = new Forester(1, false);
    List<Expression> active = new ArrayList<>();
    List<Integer> slots = new ArrayList<>();
    List<Boolean> refusals = new ArrayList<>();
    int yes = forester.rowOf(1);
    int no = forester.rowOf(0);
    int refused = forester.rowOf(Double.NaN);
    for (Segment segment : segments) {
      if (gate(segment) == null) {
        active.add(Ops.truth(true));
        continue;
      }
      Route route = Route.through(gate(segment), new Predicates(scope, models.folding()));
      boolean[] mayRefuse = {false};
      Sprout sprout =
          new TreeGrower(
                  route,
                  end -> {
                    mayRefuse[0] |= end.kind() == Place.Kind.REFUSED;
                    return end.kind() == Place.Kind.NODE
                        ? yes
                        : end.kind() == Place.Kind.OUT ? no : refused;
                  })
              .grown();
      forester.add(sprout, slots.size());
      int slot = scope.frame().newSlot();
      slots.add(slot);
      refusals.add(mayRefuse[0]);
      active.add(new Slot(slot));
    }
    if (!slots.isEmpty()) {
      int[] targets = slots.stream().mapToInt(slot -> slot).toArray();
      scope.frame().add(forester, targets, 1);
    }
    for (int i = 0, place = 0; i < active.size(); i++) {
      if (active.get(i) instanceof Slot slot && refusals.get(place++)) {
        active.set(i, new Slot(scope.frame().slot(Ops.of(UnaryOp.REQUIRED, slot))));
      }
    }
    return active;
  }

  MiningModel model() {
    return model;
  }
}
