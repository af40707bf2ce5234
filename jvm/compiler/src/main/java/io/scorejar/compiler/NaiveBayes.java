package io.scorejar.compiler;

import io.scorejar.program.Best;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Lookup;
import io.scorejar.program.Slot;
import io.scorejar.program.Softmax;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.Discretize;
import org.dmg.pmml.GaussianDistribution;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.naive_bayes.BayesInput;
import org.dmg.pmml.naive_bayes.NaiveBayesModel;
import org.dmg.pmml.naive_bayes.PairCounts;
import org.dmg.pmml.naive_bayes.TargetValueCount;
import org.dmg.pmml.naive_bayes.TargetValueStat;

/**
 * {@code NaiveBayesModel}: for each category a sum of logarithms, first that of its count, then one
 * for each input that is there; the shares are those of their exponentials.
 *
 * <p>JPMML takes densities from a library whose {@code exp} and {@code log} may differ from {@link
 * Math} in the last bit, so a share may differ in its last bits too.
 */
final class NaiveBayes {

  /** Counts up to this are zero to JPMML: the threshold stands for their share. */
  private static final double NO_COUNT = 0x1p-53;

  private final NaiveBayesModel model;
  private final Scope scope;
  private final Target target;
  private final double threshold;
  private final List<Object> categories = new ArrayList<>();

  /** The slots to be summed for each category. */
  private final List<List<Integer>> terms = new ArrayList<>();

  NaiveBayes(NaiveBayesModel model, Scope scope, Target target) {
    this.model = model;
    this.scope = scope;
    this.target = target;
    this.threshold = model.requireThreshold().doubleValue();
  }

  Prediction prediction() {
    if (Reals.of(model).floats()
        || model.requireMiningFunction() != MiningFunction.CLASSIFICATION) {
      throw NotCompiled.of(model, "in float, or of other than categories, is not compiled");
    }
    String named = model.requireBayesOutput().getTargetField();
    if (named != null && !named.equals(target.name())) {
      throw NotCompiled.of(model.requireBayesOutput(), "is of another target");
    }
    counts();
    model.requireBayesInputs().requireBayesInputs().forEach(this::input);
    int[] sums = new int[categories.size()];
    for (int i = 0; i < sums.length; i++) {
      int[] slots = terms.get(i).stream().mapToInt(slot -> slot).toArray();
      sums[i] = Sums.of(scope.frame(), new Reals(false), slots);
    }
    int[] shares = scope.frame().newSlots(sums.length);
    scope.frame().add(new Softmax(sums, false, shares));
    int best = scope.frame().newSlot();
    scope.frame().add(new Best(shares, false, best));
    Map<Object, Expression> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < shares.length; i++) {
      probabilities.put(categories.get(i), new Slot(shares[i]));
    }
    Term value = Labels.term(target, new Slot(best), categories);
    return new Prediction(target, value, probabilities).mayBeMissing(false);
  }

  private void counts() {
    for (TargetValueCount count :
        model.requireBayesOutput().requireTargetValueCounts().requireTargetValueCounts()) {
      Object category = Literals.of(target.type(), count.requireValue(), count);
      if (categories.contains(category)) {
        throw NotCompiled.of(count, "'" + category + "' comes twice");
      }
      categories.add(category);
      List<Integer> slots = new ArrayList<>();
      slots.add(scope.frame().slot(Ops.number(ln(count.requireCount().doubleValue()))));
      terms.add(slots);
    }
  }

  private static double ln(double number) {
    return Math.log(number) + 0.0;
  }

  /** The place of a category, which must have a count of its own. */
  private int place(Object value, org.dmg.pmml.PMMLObject where) {
    int place = categories.indexOf(Literals.of(target.type(), value, where));
    if (place < 0) {
      throw NotCompiled.of(where, "'" + value + "' has no count of its own");
    }
    return place;
  }

  private void add(int place, Expression logarithm) {
    // A missing value adds nothing.
    terms.get(place).add(scope.frame().slot(Ops.orElse(logarithm, 0)));
  }

  private void input(BayesInput input) {
    Term value = scope.field(input.requireField());
    if (input.getTargetValueStats() != null) {
      if (value.text()) {
        throw NotCompiled.of(input, "'" + input.requireField() + "' is no number");
      }
      Expression number = new Slot(scope.frame().slot(value.expression()));
      for (TargetValueStat stat : input.getTargetValueStats().requireTargetValueStats()) {
        add(place(stat.requireValue(), stat), density(stat, number));
      }
    } else {
      shares(input, input.getDerivedField() == null ? value : binned(input, value));
    }
  }

  /** The logarithm of a density, of the threshold where that is more. */
  private Expression density(TargetValueStat stat, Expression number) {
    if (!(stat.requireContinuousDistribution() instanceof GaussianDistribution normal)) {
      throw NotCompiled.of(stat.requireContinuousDistribution());
    }
    double variance = normal.requireVariance().doubleValue();
    if (!(variance > 0)) {
      throw NotCompiled.of(normal, "expected a positive variance, got " + variance);
    }
    double deviation = Math.sqrt(variance);
    double scale = Math.log(deviation) + 0.5 * Math.log(2 * Math.PI);
    Expression mean = Ops.number(normal.requireMean().doubleValue());
    Expression distance =
        new Slot(
            scope
                .frame()
                .slot(
                    Ops.of(
                        BinaryOp.DIVIDE,
                        Ops.of(BinaryOp.SUBTRACT, number, mean),
                        Ops.number(deviation))));
    Expression square =
        Ops.of(BinaryOp.MULTIPLY, Ops.of(BinaryOp.MULTIPLY, Ops.number(-0.5), distance), distance);
    Expression density = Ops.of(UnaryOp.EXP, Ops.of(BinaryOp.SUBTRACT, square, Ops.number(scale)));
    Expression bounded =
        Ops.choice(
            Ops.of(BinaryOp.LESS, density, Ops.number(threshold)), Ops.number(threshold), density);
    return Ops.of(UnaryOp.LN, bounded);
  }

  private Term binned(BayesInput input, Term value) {
    boolean own =
        input.getDerivedField().requireExpression() instanceof Discretize discretize
            && discretize.requireField().equals(input.requireField());
    if (!own) {
      throw NotCompiled.of(input.getDerivedField(), "only bins of the input itself are compiled");
    }
    Term bin = new Translator(scope).derived(input.getDerivedField());
    // What the bins make of a missing value is not asked for.
    return bin.with(
        Ops.choice(Ops.of(UnaryOp.IS_MISSING, value.expression()), Ops.MISSING, bin.expression()));
  }

  /** Adds the logarithms of the shares of a value's category. */
  private void shares(BayesInput input, Term value) {
    double[] totals = new double[categories.size()];
    Map<Object, double[]> byValue = new LinkedHashMap<>();
    Map<Object, PairCounts> pairs = new HashMap<>();
    for (PairCounts pair : input.getPairCounts()) {
      Object key = Literals.of(value.type(), pair.requireValue(), pair);
      double[] counts = new double[totals.length];
      java.util.Arrays.fill(counts, Double.NaN);
      for (TargetValueCount count : pair.requireTargetValueCounts().requireTargetValueCounts()) {
        int place = place(count.requireValue(), count);
        counts[place] = count.requireCount().doubleValue();
        totals[place] += counts[place];
      }
      if (byValue.put(key, counts) != null) {
        throw NotCompiled.of(pair, "'" + key + "' comes twice");
      }
      pairs.put(key, pair);
    }
    for (int place = 0; place < totals.length; place++) {
      Expression logarithm = Ops.number(0);
      Map<Object, Double> logarithms = new LinkedHashMap<>();
      for (Map.Entry<Object, double[]> entry : byValue.entrySet()) {
        double count = entry.getValue()[place];
        if (!Double.isNaN(count)) {
          boolean none = Math.abs(count) <= NO_COUNT;
          logarithms.put(entry.getKey(), ln(none ? threshold : count / totals[place]));
        }
      }
      if (logarithms.isEmpty()) {
        continue;
      }
      if (value.text()) {
        logarithm = byCode(value, logarithms, pairs);
      } else {
        for (Map.Entry<Object, Double> entry : logarithms.entrySet()) {
          Expression equal = Ops.equal(value.expression(), Literals.number(entry.getKey()));
          logarithm = Ops.choice(equal, Ops.number(entry.getValue()), logarithm);
        }
      }
      add(place, logarithm);
    }
  }

  private static Expression byCode(
      Term value, Map<Object, Double> logarithms, Map<Object, PairCounts> pairs) {
    double[] table = new double[value.categories().size()];
    logarithms.forEach(
        (key, logarithm) -> {
          int code = value.categories().indexOf(key.toString());
          if (code < 0) {
            // Refuses it where it may be one of the texts that have no code.
            Comparisons.equalTo(value, key, pairs.get(key));
          } else {
            table[code] = logarithm;
          }
        });
    return new Lookup(value.expression(), table, 0, 0);
  }
}
