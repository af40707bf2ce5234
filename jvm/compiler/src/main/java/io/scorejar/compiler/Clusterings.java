package io.scorejar.compiler;

import io.scorejar.program.Best;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.CityBlock;
import org.dmg.pmml.CompareFunction;
import org.dmg.pmml.ComparisonMeasure;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Euclidean;
import org.dmg.pmml.Measure;
import org.dmg.pmml.SquaredEuclidean;
import org.dmg.pmml.clustering.Cluster;
import org.dmg.pmml.clustering.ClusteringField;
import org.dmg.pmml.clustering.ClusteringModel;

/** {@code ClusteringModel} of centres: the nearest one, of equal ones the first. */
final class Clusterings {

  private final ClusteringModel model;
  private final Scope scope;
  private final Target target;
  private boolean mayBeMissing;

  Clusterings(ClusteringModel model, Scope scope, Target target) {
    this.model = model;
    this.scope = scope;
    this.target = target;
  }

  Prediction prediction() {
    ComparisonMeasure comparison = model.requireComparisonMeasure();
    Measure measure = comparison.requireMeasure();
    double inner = measure instanceof CityBlock ? 1 : 2;
    boolean taken =
        measure instanceof Euclidean
            || measure instanceof SquaredEuclidean
            || measure instanceof CityBlock;
    if (!taken || Reals.of(model).floats()) {
      throw NotCompiled.of(measure);
    }
    if (model.getMissingValueWeights() != null) {
      throw NotCompiled.of(model.getMissingValueWeights());
    }
    List<Expression> values = values(comparison);
    Expression scale = mayBeMissing ? scale(values) : null;
    Map<String, Expression> distances = new LinkedHashMap<>();
    List<Cluster> clusters = model.requireClusters();
    int[] slots = new int[clusters.size()];
    for (int i = 0; i < slots.length; i++) {
      Cluster cluster = clusters.get(i);
      Expression distance = distance(cluster, values, inner);
      if (scale != null) {
        distance = Ops.of(BinaryOp.MULTIPLY, distance, scale);
      }
      if (measure instanceof Euclidean) {
        distance = Ops.of(BinaryOp.POWER, distance, Ops.number(0.5));
      }
      slots[i] = scope.frame().slot(distance);
      String id = cluster.getId() == null ? String.valueOf(i + 1) : cluster.getId();
      distances.put(id, new Slot(slots[i]));
    }
    int nearest = scope.frame().newSlot();
    scope.frame().add(new Best(slots, true, nearest));
    List<String> ids = new ArrayList<>(distances.keySet());
    Term value = new Term(new Slot(nearest), DataType.STRING, Term.usual(DataType.STRING), ids);
    return new Prediction(target, value, null)
        .entity(value)
        .affinities(distances)
        .mayBeMissing(false);
  }

  private List<Expression> values(ComparisonMeasure comparison) {
    List<Expression> values = new ArrayList<>();
    for (ClusteringField field : model.requireClusteringFields()) {
      boolean plain =
          field.getCenterField() == ClusteringField.CenterField.TRUE
              && (field.getFieldWeight() == null || field.getFieldWeight().doubleValue() == 1)
              && (field.getCompareFunction() == null
                      ? comparison.getCompareFunction()
                      : field.getCompareFunction())
                  == CompareFunction.ABS_DIFF;
      if (!plain) {
        throw NotCompiled.of(field, "only plain differences are compiled");
      }
      Term value = scope.field(field.requireField());
      if (value.text()) {
        throw NotCompiled.of(field, "is no number");
      }
      values.add(new Slot(scope.frame().slot(value.expression())));
      mayBeMissing |= !scope.neverMissing(value.expression());
    }
    return values;
  }

  /**
   * By what the sum of the differences that there are is scaled up; refused where there is none.
   */
  private Expression scale(List<Expression> values) {
    int[] present = new int[values.size()];
    for (int i = 0; i < present.length; i++) {
      present[i] = scope.frame().slot(Ops.not(Ops.of(UnaryOp.IS_MISSING, values.get(i))));
    }
    Expression count = new Slot(Sums.of(scope.frame(), new Reals(false), present));
    Expression share = Ops.of(BinaryOp.DIVIDE, Ops.number(present.length), count);
    return new Slot(scope.frame().slot(Ops.choice(Ops.equal(count, 0), Ops.REFUSED, share)));
  }

  private Expression distance(Cluster cluster, List<Expression> values, double power) {
    double[] centre = ArrayTexts.numbers(cluster.requireArray());
    if (centre.length != values.size()) {
      throw NotCompiled.of(cluster, "expected " + values.size() + " values");
    }
    int[] terms = new int[centre.length];
    for (int i = 0; i < terms.length; i++) {
      Expression difference =
          Ops.of(UnaryOp.ABS, Ops.of(BinaryOp.SUBTRACT, values.get(i), Ops.number(centre[i])));
      Expression term =
          power == 1 ? difference : Ops.of(BinaryOp.POWER, difference, Ops.number(power));
      // A missing value adds nothing.
      terms[i] = scope.frame().slot(mayBeMissing ? Ops.orElse(term, 0) : term);
    }
    return new Slot(Sums.of(scope.frame(), new Reals(false), terms));
  }
}
