package io.scorejar.compiler;

import io.scorejar.program.Best;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Layer;
import io.scorejar.program.Slot;
import io.scorejar.program.Softmax;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.OpType;
import org.dmg.pmml.regression.CategoricalPredictor;
import org.dmg.pmml.regression.NumericPredictor;
import org.dmg.pmml.regression.PredictorTerm;
import org.dmg.pmml.regression.RegressionModel;
import org.dmg.pmml.regression.RegressionTable;

/** {@code RegressionModel}: sums in JPMML's order, and what makes probabilities of them. */
final class Regressions {

  private final RegressionModel model;
  private final Scope scope;
  private final Target target;
  private final Reals reals;

  /** Values without which there is no prediction; those that are never missing are left out. */
  private final Set<Expression> required = new LinkedHashSet<>();

  Regressions(RegressionModel model, Scope scope, Target target) {
    this.model = model;
    this.scope = scope;
    this.target = target;
    this.reals = Reals.of(model);
  }

  Prediction prediction() {
    return model.requireMiningFunction() == MiningFunction.REGRESSION ? number() : category();
  }

  private Prediction number() {
    List<RegressionTable> tables = model.requireRegressionTables();
    if (tables.size() != 1) {
      throw NotCompiled.of(model, "expected one table, got " + tables.size());
    }
    Expression sum = new Slot(sum(tables.get(0)));
    Expression value =
        switch (model.getNormalizationMethod()) {
          case NONE -> sum;
          case SOFTMAX, LOGIT -> reals.logit(sum);
          case EXP -> reals.exp(sum);
          default -> link(sum);
        };
    return new Prediction(target, Rescaling.of(target, value, reals), null)
        .mayBeMissing(!required.isEmpty())
        .undefinedUnless(required);
  }

  private Expression link(Expression value) {
    UnaryOp op =
        switch (model.getNormalizationMethod()) {
          case LOGIT -> reals.floats() ? UnaryOp.LOGIT_FLOAT : UnaryOp.LOGIT;
          case CLOGLOG -> UnaryOp.CLOGLOG;
          case LOGLOG -> UnaryOp.LOGLOG;
          case CAUCHIT -> UnaryOp.CAUCHIT;
          default ->
              throw NotCompiled.of(
                  model, model.getNormalizationMethod().value() + " is not compiled");
        };
    if (reals.floats() && op != UnaryOp.LOGIT_FLOAT) {
      throw NotCompiled.of(
          model, model.getNormalizationMethod().value() + " in float is not compiled");
    }
    return Ops.of(op, value);
  }

  private Prediction category() {
    List<RegressionTable> tables = model.requireRegressionTables();
    List<Object> categories = new ArrayList<>();
    int[] sums = new int[tables.size()];
    for (int i = 0; i < sums.length; i++) {
      RegressionTable table = tables.get(i);
      Object category = Literals.of(target.type(), table.requireTargetCategory(), table);
      if (categories.contains(category)) {
        throw NotCompiled.of(table, "'" + category + "' has several");
      }
      categories.add(category);
      sums[i] = sum(table);
    }
    if (target.opType() != OpType.CATEGORICAL) {
      throw NotCompiled.of(model, "of an ordinal target is not compiled");
    }
    int[] shares = shares(tables, sums);
    Map<Object, Expression> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < shares.length; i++) {
      probabilities.put(categories.get(i), new Slot(shares[i]));
    }
    int best = scope.frame().newSlot();
    scope.frame().add(new Best(shares, false, best));
    Expression place = new Slot(best);
    boolean missing = !required.isEmpty();
    if (missing) {
      place = Ops.choice(Ensembles.anyMissing(new ArrayList<>(required)), Ops.MISSING, place);
    }
    Term value = Labels.term(target, place, categories);
    return new Prediction(target, value, probabilities)
        .mayBeMissing(missing)
        .undefinedUnless(required);
  }

  private int[] shares(List<RegressionTable> tables, int[] sums) {
    RegressionModel.NormalizationMethod method = model.getNormalizationMethod();
    if (sums.length == 2) {
      boolean binary =
          switch (method) {
            case SOFTMAX -> isDefault(tables.get(1));
            case SIMPLEMAX -> false;
            default -> true;
          };
      if (binary) {
        return complements(
            method == RegressionModel.NormalizationMethod.SOFTMAX
                ? reals.logit(new Slot(sums[0]))
                : method == RegressionModel.NormalizationMethod.NONE
                    ? restricted(new Slot(sums[0]))
                    : link(new Slot(sums[0])),
            sums[1]);
      }
    }
    return switch (method) {
      case SOFTMAX -> {
        int[] targets = scope.frame().newSlots(sums.length);
        scope.frame().add(new Softmax(sums, reals.floats(), targets));
        yield targets;
      }
      case LOGIT -> {
        int[] links = new int[sums.length];
        for (int i = 0; i < sums.length; i++) {
          links[i] = scope.frame().slot(reals.logit(new Slot(sums[i])));
        }
        yield Sums.shares(scope.frame(), reals, links);
      }
      case SIMPLEMAX -> Sums.shares(scope.frame(), reals, sums);
      case NONE -> rest(sums);
      default -> throw NotCompiled.of(model, method.value() + " of several tables");
    };
  }

  private Expression restricted(Expression value) {
    Expression low = Ops.of(BinaryOp.GREATEST, value, Ops.number(0));
    return Ops.choice(
        Ops.of(UnaryOp.IS_MISSING, value), Ops.MISSING, Ops.of(BinaryOp.LEAST, low, Ops.number(1)));
  }

  /** The first probability and what is left of 1; all are missing where one table's sum is. */
  private int[] complements(Expression first, int second) {
    int slot = scope.frame().slot(first);
    // Without values in it, the other table adds nothing that could be missing.
    Expression present = new Slot(slot);
    int other = scope.frame().slot(reals.subtract(Ops.number(1), present));
    boolean constant = isDefault(model.requireRegressionTables().get(1));
    if (constant) {
      return new int[] {slot, other};
    }
    Expression missing = Ops.of(UnaryOp.IS_MISSING, new Slot(second));
    return new int[] {
      scope.frame().slot(Ops.choice(missing, Ops.MISSING, new Slot(slot))),
      scope.frame().slot(Ops.choice(missing, Ops.MISSING, new Slot(other)))
    };
  }

  /** Sums that are probabilities already; the last is what the others leave of 1. */
  private int[] rest(int[] sums) {
    Expression total = new Slot(sums[0]);
    for (int i = 1; i < sums.length - 1; i++) {
      total = new Slot(scope.frame().slot(reals.add(total, new Slot(sums[i]))));
    }
    int[] shares = sums.clone();
    shares[sums.length - 1] = scope.frame().slot(reals.subtract(Ops.number(1), total));
    return shares;
  }

  private static boolean isDefault(RegressionTable table) {
    return !table.hasNumericPredictors()
        && !table.hasCategoricalPredictors()
        && !table.hasPredictorTerms()
        && table.requireIntercept().doubleValue() == 0;
  }

  /** The slot of a table's sum. */
  private int sum(RegressionTable table) {
    List<Integer> slots = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (NumericPredictor predictor : table.getNumericPredictors()) {
      Expression value = number(predictor.requireField(), predictor);
      int exponent = predictor.getExponent() == null ? 1 : predictor.getExponent();
      if (exponent != 1) {
        value = power(value, exponent, predictor);
      }
      slots.add(require(value));
      weights.add(reals.number(predictor.requireCoefficient()));
    }
    categorical(table, slots, weights);
    for (PredictorTerm term : table.getPredictorTerms()) {
      Expression product = Ops.number(reals.number(term.requireCoefficient()));
      for (org.dmg.pmml.FieldRef reference : term.requireFieldRefs()) {
        Term factor = new Translator(scope).of(reference);
        require(factor.expression());
        product = reals.multiply(product, reals.rounded(factor.expression()));
      }
      slots.add(scope.frame().slot(product));
      weights.add(1.0);
    }
    int sum = scope.frame().newSlot();
    scope
        .frame()
        .add(
            new Layer(
                slots.stream().mapToInt(slot -> slot).toArray(),
                weights.stream().mapToDouble(weight -> weight).toArray(),
                new double[] {reals.number(table.requireIntercept())},
                reals.floats(),
                new int[] {sum}));
    return sum;
  }

  /** The slot of a value without which there is no prediction. */
  private int require(Expression value) {
    int slot = scope.frame().slot(value);
    if (!scope.neverMissing(value)) {
      required.add(new Slot(slot));
    }
    return slot;
  }

  private Expression number(String field, org.dmg.pmml.PMMLObject where) {
    Term value = scope.field(field);
    if (value.text()) {
      throw NotCompiled.of(where, "'" + field + "' is no number");
    }
    return value.expression();
  }

  private Expression power(Expression value, int exponent, NumericPredictor where) {
    if (reals.floats()) {
      throw NotCompiled.of(where, "an exponent in float is not compiled");
    }
    return Ops.of(BinaryOp.POWER, value, Ops.number(exponent));
  }

  /** Of the predictors of one category in a row, the first that matches counts. */
  private void categorical(RegressionTable table, List<Integer> slots, List<Double> weights) {
    Set<String> done = new HashSet<>();
    List<CategoricalPredictor> predictors = table.getCategoricalPredictors();
    for (int i = 0; i < predictors.size(); ) {
      String field = predictors.get(i).requireField();
      if (!done.add(field)) {
        throw NotCompiled.of(predictors.get(i), "'" + field + "' comes twice");
      }
      Term value = scope.field(field);
      Expression added = Ops.number(0);
      int end = i;
      while (end < predictors.size() && predictors.get(end).requireField().equals(field)) {
        end++;
      }
      for (int k = end - 1; k >= i; k--) {
        CategoricalPredictor predictor = predictors.get(k);
        Expression equal =
            Comparisons.equalTo(value, predictor.requireValue(), predictor).expression();
        added =
            Ops.choice(
                Ops.orElse(equal, 0),
                Ops.number(reals.number(predictor.requireCoefficient())),
                added);
      }
      slots.add(scope.frame().slot(added));
      weights.add(1.0);
      i = end;
    }
  }
}
