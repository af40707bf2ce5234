package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a model answers: slots and expressions of the frame. */
final class Prediction {

  private final Target target;
  private final Term value;

  /** Probabilities by category, in JPMML's order; null for none. */
  private final Map<Object, Expression> probabilities;

  /** The entity (cluster, node, segment) by its id; null for none. */
  private Term entity;

  /** Distances or similarities by the id of an entity; null for none. */
  private Map<String, Expression> affinities;

  /** Entities and their affinities by rank, the best first; empty for none. */
  private List<Term> entities = List.of();

  private List<Expression> rankedAffinities = List.of();

  /** The reasons for a score; null for none. */
  private ReasonCodes reasons;

  /** The outputs that it declares, and those of its last segments, in the order of JPMML. */
  private final Map<String, Term> outputs = new LinkedHashMap<>();

  private boolean mayBeMissing = true;

  private boolean unordered;

  /** Where numbers may be undefined: whether a value that the prediction needs is missing. */
  private Expression lacking;

  Prediction(Target target, Term value, Map<Object, Expression> probabilities) {
    this.target = target;
    this.value = value;
    this.probabilities = probabilities;
  }

  Target target() {
    return target;
  }

  /** The predicted number, or the predicted category. */
  Term value() {
    return value;
  }

  Map<Object, Expression> probabilities() {
    return probabilities;
  }

  /** The probability of a category; 0 for one that has none, where there is a prediction. */
  Expression probability(Object category) {
    Expression share = probabilities.get(category);
    return share != null
        ? share
        : Ops.choice(Ops.of(UnaryOp.IS_MISSING, value.expression()), Ops.MISSING, Ops.number(0));
  }

  /** The prediction, its outputs included, missing as a whole where a condition holds. */
  Prediction missingWhere(Expression condition) {
    Map<Object, Expression> shares = probabilities == null ? null : new LinkedHashMap<>();
    if (probabilities != null) {
      probabilities.forEach(
          (category, share) -> shares.put(category, Ops.choice(condition, Ops.MISSING, share)));
    }
    Prediction gated =
        new Prediction(target, missingWhere(condition, value), shares).unordered(unordered);
    outputs.forEach((name, term) -> gated.outputs.put(name, missingWhere(condition, term)));
    return gated;
  }

  private static Term missingWhere(Expression condition, Term term) {
    return term.with(Ops.choice(condition, Ops.MISSING, term.expression()));
  }

  Term entity() {
    return entity;
  }

  Prediction entity(Term term) {
    this.entity = term;
    return this;
  }

  Map<String, Expression> affinities() {
    return affinities;
  }

  Prediction affinities(Map<String, Expression> byId) {
    this.affinities = byId;
    return this;
  }

  /** The entities, the best first. */
  List<Term> entities() {
    return entities;
  }

  /** The affinities of the entities, in the same order. */
  List<Expression> rankedAffinities() {
    return rankedAffinities;
  }

  Prediction ranking(List<Term> best, List<Expression> theirAffinities) {
    this.entities = List.copyOf(best);
    this.rankedAffinities = List.copyOf(theirAffinities);
    return this;
  }

  ReasonCodes reasons() {
    return reasons;
  }

  Prediction reasons(ReasonCodes codes) {
    this.reasons = codes;
    return this;
  }

  /**
   * Says that a number of the prediction may be NaN without being missing, as infinity less
   * infinity is.
   *
   * @param values without which there is no prediction
   */
  Prediction undefinedUnless(Collection<Expression> values) {
    this.lacking = Ensembles.anyMissing(new ArrayList<>(values));
    return this;
  }

  /** A value of the prediction for others to use; a row is refused where it is undefined. */
  Term defined(Term term) {
    if (lacking == null) {
      return term;
    }
    Expression there = Ops.choice(lacking, Ops.MISSING, Ops.number(1));
    return term.with(Ops.of(BinaryOp.VALID, there, term.expression()));
  }

  /** Whether there is no prediction. */
  Expression absent() {
    return lacking != null ? lacking : Ops.of(UnaryOp.IS_MISSING, value.expression());
  }

  /** Whether there may be no prediction; true unless it is known otherwise. */
  boolean mayBeMissing() {
    return mayBeMissing;
  }

  Prediction mayBeMissing(boolean may) {
    this.mayBeMissing = may;
    return this;
  }

  /** Whether the order of the categories changes from row to row, as that of votes does. */
  boolean unordered() {
    return unordered;
  }

  Prediction unordered(boolean is) {
    this.unordered = is;
    return this;
  }

  Map<String, Term> outputs() {
    return outputs;
  }

  List<Object> categories() {
    return new ArrayList<>(probabilities.keySet());
  }
}
