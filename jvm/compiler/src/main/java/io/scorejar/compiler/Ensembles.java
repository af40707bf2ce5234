package io.scorejar.compiler;

import io.scorejar.program.Best;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.True;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;

/** {@code MiningModel}: ensembles and chains of models. */
final class Ensembles {

  private final Models models;
  private final MiningModel model;
  private final Scope scope;
  private final Target target;
  private final Reals reals;
  private final Segmentation segmentation;

  Ensembles(Models models, MiningModel model, Scope scope, Target target) {
    this.models = models;
    this.model = model;
    this.scope = scope;
    this.target = target;
    this.reals = Reals.of(model);
    this.segmentation = model.requireSegmentation();
  }

  Prediction prediction() {
    for (Segment segment : segmentation.requireSegments()) {
      if (segment.getVariableWeight() != null) {
        throw NotCompiled.of(segment.getVariableWeight());
      }
    }
    Segmentation.MultipleModelMethod method = segmentation.requireMultipleModelMethod();
    return switch (method) {
      case MODEL_CHAIN -> new Chains(models, model, scope, target).chain();
      case MULTI_MODEL_CHAIN -> new Chains(models, model, scope, target).several();
      case SUM,
          WEIGHTED_SUM,
          AVERAGE,
          WEIGHTED_AVERAGE,
          MEDIAN,
          MAX,
          MAJORITY_VOTE,
          WEIGHTED_MAJORITY_VOTE ->
          ensemble(method);
      default -> throw NotCompiled.of(segmentation, method.value() + " is not compiled");
    };
  }

  private Prediction ensemble(Segmentation.MultipleModelMethod method) {
    Models.requireNoPrior(target, model);
    if (segmentation.getMissingPredictionTreatment()
        == Segmentation.MissingPredictionTreatment.SKIP_SEGMENT) {
      throw NotCompiled.of(segmentation, "skipSegment is not compiled");
    }
    for (Segment segment : segmentation.requireSegments()) {
      if (!(segment.requirePredicate() instanceof True)) {
        throw NotCompiled.of(segment, "a predicate in an ensemble is not compiled");
      }
    }
    boolean numbers = model.requireMiningFunction() == MiningFunction.REGRESSION;
    return switch (method) {
      case SUM, WEIGHTED_SUM, AVERAGE, WEIGHTED_AVERAGE ->
          numbers ? number(method) : shares(method);
      case MAJORITY_VOTE, WEIGHTED_MAJORITY_VOTE -> votes(method);
      default -> throw NotCompiled.of(segmentation, method.value() + " is not compiled");
    };
  }

  private boolean weighted(Segmentation.MultipleModelMethod method) {
    return switch (method) {
      case WEIGHTED_SUM, WEIGHTED_AVERAGE, WEIGHTED_MAJORITY_VOTE -> true;
      default -> false;
    };
  }

  private double weight(Segment segment, Segmentation.MultipleModelMethod method) {
    return weighted(method) ? reals.number(segment.getWeight()) : 1;
  }

  /** By what a sum is divided for an average. */
  private double divisor(Segmentation.MultipleModelMethod method) {
    double divisor = 0;
    for (Segment segment : segmentation.requireSegments()) {
      divisor = reals.add(divisor, weight(segment, method));
    }
    return divisor;
  }

  private boolean averages(Segmentation.MultipleModelMethod method) {
    return method == Segmentation.MultipleModelMethod.AVERAGE
        || method == Segmentation.MultipleModelMethod.WEIGHTED_AVERAGE;
  }

  private boolean treesOnly() {
    return segmentation.requireSegments().stream()
        .allMatch(segment -> segment.requireModel() instanceof TreeModel);
  }

  private Trees trees(Segment segment) {
    TreeModel tree = (TreeModel) segment.requireModel();
    Scope inner = new Scope(scope.document(), tree, scope);
    Target own = Target.of(scope.document(), tree, target);
    Models.requireNoPrior(own, tree);
    return new Trees(models, tree, inner, own);
  }

  private Prediction number(Segmentation.MultipleModelMethod method) {
    boolean[] missing = {false};
    Expression sum = treesOnly() ? forestSum(method, missing) : sum(method, missing);
    Expression value = averages(method) ? reals.divide(sum, Ops.number(divisor(method))) : sum;
    return new Prediction(target, Rescaling.of(target, value, reals), null)
        .mayBeMissing(missing[0]);
  }

  private Expression forestSum(Segmentation.MultipleModelMethod method, boolean[] missing) {
    Forester forester = new Forester(1, reals.floats());
    Trees.Ends ends = new Trees.Ends();
    for (Segment segment : segmentation.requireSegments()) {
      Trees tree = trees(segment);
      double weight = weight(segment, method);
      tree.grow(forester, 0, ends, node -> forester.row(weighted(weight, tree.score(node))));
    }
    int slot = scope.frame().newSlot();
    scope.frame().add(forester.forest(new int[] {slot}));
    missing[0] = ends.missing();
    return ends.value(new Slot(slot), model);
  }

  private double weighted(double weight, double value) {
    return weight == 1 ? (reals.floats() ? (float) value : value) : reals.multiply(weight, value);
  }

  private Expression sum(Segmentation.MultipleModelMethod method, boolean[] missing) {
    List<Segment> segments = segmentation.requireSegments();
    int[] slots = new int[segments.size()];
    for (int i = 0; i < slots.length; i++) {
      Prediction one = models.of(segments.get(i).requireModel(), scope, target);
      missing[0] |= one.mayBeMissing();
      if (one.value().text()) {
        throw NotCompiled.of(segments.get(i), "predicts no number");
      }
      slots[i] =
          scope.frame().slot(weighted(weight(segments.get(i), method), one.value().expression()));
    }
    return new Slot(Sums.of(scope.frame(), reals, slots));
  }

  private Expression weighted(double weight, Expression value) {
    Expression rounded = reals.rounded(value);
    return weight == 1 ? rounded : reals.multiply(Ops.number(weight), rounded);
  }

  private Prediction shares(Segmentation.MultipleModelMethod method) {
    if (!averages(method)) {
      throw NotCompiled.of(segmentation, method.value() + " of categories");
    }
    boolean[] missing = {false};
    Map<Object, Expression> sums =
        treesOnly() ? forestShares(method, missing) : sharesOfModels(method, missing);
    Expression divisor = Ops.number(divisor(method));
    Map<Object, Expression> averages = new LinkedHashMap<>();
    sums.forEach((category, sum) -> averages.put(category, reals.divide(sum, divisor)));
    return categories(averages, missing[0]);
  }

  private Map<Object, Expression> forestShares(
      Segmentation.MultipleModelMethod method, boolean[] missing) {
    List<Trees> all = new ArrayList<>();
    segmentation.requireSegments().forEach(segment -> all.add(trees(segment)));
    List<Object> categories = all.get(0).distributed();
    Forester forester = new Forester(categories.size(), reals.floats());
    Trees.Ends ends = new Trees.Ends();
    for (int i = 0; i < all.size(); i++) {
      Trees tree = all.get(i);
      double weight = weight(segmentation.requireSegments().get(i), method);
      tree.grow(forester, 0, ends, node -> row(forester, tree, node, categories, weight));
    }
    int[] slots = scope.frame().newSlots(categories.size());
    scope.frame().add(forester.forest(slots));
    Map<Object, Expression> sums = new LinkedHashMap<>();
    for (int i = 0; i < slots.length; i++) {
      sums.put(categories.get(i), ends.value(new Slot(slots[i]), model));
    }
    missing[0] = ends.missing();
    return sums;
  }

  private int row(
      Forester forester, Trees tree, Node node, List<Object> categories, double weight) {
    if (!tree.categories(node).equals(categories)) {
      // Of equal probabilities JPMML takes the category that came first on this row.
      throw NotCompiled.of(node, "its categories stand in another order than those of others");
    }
    double[] shares = tree.shares(node, categories);
    for (int i = 0; i < shares.length; i++) {
      shares[i] = weighted(weight, shares[i]);
    }
    return forester.row(shares);
  }

  private Map<Object, Expression> sharesOfModels(
      Segmentation.MultipleModelMethod method, boolean[] missing) {
    List<Segment> segments = segmentation.requireSegments();
    List<Prediction> all = new ArrayList<>();
    Set<Object> categories = new LinkedHashSet<>();
    for (Segment segment : segments) {
      Prediction one = models.of(segment.requireModel(), scope, target);
      if (one.probabilities() == null) {
        throw NotCompiled.of(segment, "predicts no probabilities");
      }
      if (one.target().type() != target.type()) {
        throw NotCompiled.of(segment, "its categories have another type than those of the model");
      }
      missing[0] |= one.mayBeMissing();
      categories.addAll(one.categories());
      all.add(one);
    }
    Map<Object, Expression> sums = new LinkedHashMap<>();
    for (Object category : categories) {
      List<Integer> slots = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        Expression share = all.get(i).probabilities().get(category);
        if (share != null) {
          slots.add(scope.frame().slot(weighted(weight(segments.get(i), method), share)));
        }
      }
      int[] read = slots.stream().mapToInt(slot -> slot).toArray();
      sums.put(category, new Slot(Sums.of(scope.frame(), reals, read)));
    }
    return sums;
  }

  private Prediction categories(Map<Object, Expression> shares, boolean missing) {
    Map<Object, Expression> probabilities = new LinkedHashMap<>();
    int[] slots = new int[shares.size()];
    int i = 0;
    for (Map.Entry<Object, Expression> share : shares.entrySet()) {
      slots[i] = scope.frame().slot(share.getValue());
      probabilities.put(share.getKey(), new Slot(slots[i++]));
    }
    int best = scope.frame().newSlot();
    scope.frame().add(new Best(slots, false, best));
    Expression place = new Slot(best);
    if (missing) {
      // Where one model has no answer, none of the sums is a number.
      List<Expression> sums = new ArrayList<>(probabilities.values());
      place = Ops.choice(anyMissing(sums), Ops.MISSING, place);
    }
    Term value = Labels.term(target, place, new ArrayList<>(probabilities.keySet()));
    return new Prediction(target, value, probabilities).mayBeMissing(missing);
  }

  /** Votes by category, as shares of all votes. */
  private Prediction votes(Segmentation.MultipleModelMethod method) {
    if (model.requireMiningFunction() != MiningFunction.CLASSIFICATION
        || weighted(method)
        || reals.floats()) {
      throw NotCompiled.of(segmentation, method.value() + " is not compiled");
    }
    List<Prediction> all = new ArrayList<>();
    Set<Object> categories = new LinkedHashSet<>();
    boolean missing = false;
    for (Segment segment : segmentation.requireSegments()) {
      Prediction one = models.of(segment.requireModel(), scope, target);
      missing |= one.mayBeMissing();
      categories.addAll(Labels.values(one, segment));
      all.add(one);
    }
    if (missing
        && segmentation.getMissingPredictionTreatment()
            != Segmentation.MissingPredictionTreatment.RETURN_MISSING) {
      throw NotCompiled.of(segmentation, "votes of models without an answer are not compiled");
    }
    Ballot ballot = new Ballot(scope.frame(), new ArrayList<>(categories));
    for (int i = 0; i < all.size(); i++) {
      Map<Object, Expression> vote = new LinkedHashMap<>();
      for (Object category : categories) {
        vote.put(category, Comparisons.equalTo(all.get(i).value(), category, model).expression());
      }
      ballot.add(vote, model);
    }
    Term value = Labels.term(target, ballot.winner(), new ArrayList<>(categories));
    return new Prediction(target, value, ballot.shares()).mayBeMissing(missing);
  }

  /** Whether one of several values is missing. */
  static Expression anyMissing(List<Expression> values) {
    return Ops.any(values.stream().map(value -> Ops.of(UnaryOp.IS_MISSING, value)).toList());
  }
}
