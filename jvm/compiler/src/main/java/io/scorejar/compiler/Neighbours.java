package io.scorejar.compiler;

import io.scorejar.program.Best;
import io.scorejar.program.Expression;
import io.scorejar.program.Lookup;
import io.scorejar.program.Nearest;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.CityBlock;
import org.dmg.pmml.CompareFunction;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Euclidean;
import org.dmg.pmml.Measure;
import org.dmg.pmml.Minkowski;
import org.dmg.pmml.OpType;
import org.dmg.pmml.SquaredEuclidean;
import org.dmg.pmml.nearest_neighbor.InstanceField;
import org.dmg.pmml.nearest_neighbor.KNNInput;
import org.dmg.pmml.nearest_neighbor.NearestNeighborModel;

/**
 * {@code NearestNeighborModel}: an average, or votes, of the nearest rows of a table. Of categories
 * with as many votes the one that the table has most often wins, then the least one.
 */
final class Neighbours {

  private final NearestNeighborModel model;
  private final Scope scope;
  private final Target target;
  private final Reals reals = new Reals(false);
  private final List<Map<String, Object>> rows;

  /** The places of the neighbours in the table, and their distances, the nearest first. */
  private int[] places;

  private int[] distances;

  Neighbours(NearestNeighborModel model, Scope scope, Target target) {
    this.model = model;
    this.scope = scope;
    this.target = target;
    this.rows =
        InlineTables.rows(
            model.requireTrainingInstances().getInlineTable(), model.requireTrainingInstances());
  }

  Prediction prediction() {
    int count = model.requireNumberOfNeighbors();
    if (Reals.of(model).floats() || target.name() == null || count < 1 || count > rows.size()) {
      throw NotCompiled.of(model, "in float, without a target, or of too few rows");
    }
    search(count);
    Term value = target.opType() == OpType.CONTINUOUS ? average() : winner();
    List<String> ids = ids();
    List<Term> entities = new ArrayList<>();
    List<Expression> affinities = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entities.add(new Term(new Slot(places[i]), DataType.STRING, OpType.CATEGORICAL, ids));
      affinities.add(new Slot(distances[i]));
    }
    return new Prediction(target, value, null)
        .mayBeMissing(false)
        .entity(entities.get(0))
        .ranking(entities, affinities);
  }

  private void search(int count) {
    List<KNNInput> inputs = model.requireKNNInputs().requireKNNInputs();
    int[] slots = new int[inputs.size()];
    int[] codes = new int[slots.length];
    double[] weights = new double[slots.length];
    double[] vectors = new double[slots.length * rows.size()];
    for (int i = 0; i < slots.length; i++) {
      KNNInput input = inputs.get(i);
      Term value = scope.field(input.requireField());
      boolean delta = delta(input);
      if (value.text() && !delta) {
        throw NotCompiled.of(input, "is no number");
      }
      slots[i] = scope.frame().slot(value.expression());
      codes[i] = delta ? 1 : 0;
      weights[i] = input.getFieldWeight() == null ? 1 : input.getFieldWeight().doubleValue();
      List<Object> column = column(input.requireField(), value.type());
      for (int row = 0; row < rows.size(); row++) {
        vectors[row * slots.length + i] = number(value, column.get(row), input);
      }
    }
    places = scope.frame().newSlots(count);
    distances = scope.frame().newSlots(count);
    scope.frame().add(search(slots, codes, weights, vectors));
  }

  private Nearest search(int[] slots, int[] codes, double[] weights, double[] vectors) {
    Measure measure = model.requireComparisonMeasure().requireMeasure();
    double inner;
    double outer;
    if (measure instanceof Euclidean) {
      inner = 2;
      outer = 2;
    } else if (measure instanceof SquaredEuclidean) {
      inner = 2;
      outer = 1;
    } else if (measure instanceof CityBlock) {
      inner = 1;
      outer = 1;
    } else if (measure instanceof Minkowski minkowski
        && minkowski.requirePParameter().doubleValue() > 0) {
      inner = minkowski.requirePParameter().doubleValue();
      outer = inner;
    } else {
      throw NotCompiled.of(measure);
    }
    return new Nearest(slots, codes, weights, vectors, inner, outer, places, distances);
  }

  private boolean delta(KNNInput input) {
    CompareFunction function =
        input.getCompareFunction() == null
            ? model.requireComparisonMeasure().getCompareFunction()
            : input.getCompareFunction();
    return switch (function) {
      case ABS_DIFF -> false;
      case DELTA -> true;
      default -> throw NotCompiled.of(input, function.value() + " is not compiled");
    };
  }

  /** A value of the table as the slot has it: a text that no row of data can have is no code. */
  private static double number(Term value, Object cell, KNNInput input) {
    if (!value.text()) {
      return Literals.number(cell);
    }
    int code = value.categories().indexOf(cell.toString());
    if (code < 0) {
      Texts.requireKnown(value, input);
      return -2;
    }
    return code;
  }

  /** The values of a field in the table. */
  private List<Object> column(String name, DataType type) {
    for (InstanceField field : model.requireTrainingInstances().requireInstanceFields()) {
      if (field.requireField().equals(name) && field.getColumn() != null) {
        List<Object> values = new ArrayList<>();
        for (Map<String, Object> row : rows) {
          Object cell = row.get(InlineTables.local(field.getColumn()));
          if (cell == null || cell.equals("") || scope.treats(name)) {
            throw NotCompiled.of(field, "'" + name + "' has missing or treated values");
          }
          values.add(Literals.of(type, cell, field));
        }
        return values;
      }
    }
    throw NotCompiled.of(model.requireTrainingInstances(), "'" + name + "' is none of its fields");
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    String variable = model.getInstanceIdVariable();
    if (variable != null) {
      column(variable, DataType.STRING).forEach(id -> ids.add(id.toString()));
    } else {
      for (int row = 1; row <= rows.size(); row++) {
        ids.add(String.valueOf(row));
      }
    }
    if (new LinkedHashSet<>(ids).size() < ids.size()) {
      throw NotCompiled.of(model, "two rows of its table have the same id");
    }
    return ids;
  }

  /** The weights of the neighbours, the nearer the more. */
  private int[] weights() {
    int[] weights = new int[distances.length];
    for (int i = 0; i < weights.length; i++) {
      Expression distance =
          reals.add(new Slot(distances[i]), Ops.number(model.getThreshold().doubleValue()));
      weights[i] = scope.frame().slot(Ops.of(UnaryOp.RECIPROCAL, distance));
    }
    return weights;
  }

  private Term average() {
    double[] values =
        column(target.name(), target.type()).stream().mapToDouble(Literals::number).toArray();
    int[] slots = new int[places.length];
    boolean weighted =
        switch (model.getContinuousScoringMethod()) {
          case AVERAGE -> false;
          case WEIGHTED_AVERAGE -> true;
          default ->
              throw NotCompiled.of(
                  model, model.getContinuousScoringMethod().value() + " is not compiled");
        };
    int[] weights = weighted ? weights() : null;
    for (int i = 0; i < slots.length; i++) {
      Expression value = new Lookup(new Slot(places[i]), values, Double.NaN, Double.NaN);
      slots[i] = scope.frame().slot(weighted ? reals.multiply(new Slot(weights[i]), value) : value);
    }
    Expression sum = new Slot(Sums.of(scope.frame(), reals, slots));
    Expression divisor = Ops.number(slots.length);
    if (weighted) {
      Expression total = new Slot(Sums.of(scope.frame(), reals, weights));
      divisor = Ops.choice(Ops.equal(total, 0), Ops.REFUSED, total);
    }
    Term average = Term.number(reals.divide(sum, divisor), DataType.DOUBLE);
    return Casts.to(target.type(), target.opType(), average, model);
  }

  private Term winner() {
    boolean weighted =
        switch (model.getCategoricalScoringMethod()) {
          case MAJORITY_VOTE -> false;
          case WEIGHTED_MAJORITY_VOTE -> true;
          default ->
              throw NotCompiled.of(
                  model, model.getCategoricalScoringMethod().value() + " is not compiled");
        };
    List<Object> column = column(target.name(), target.type());
    List<Object> categories = ranked(column);
    int[] weights = weighted ? weights() : null;
    int[] totals = new int[categories.size()];
    for (int category = 0; category < totals.length; category++) {
      double[] hits = new double[column.size()];
      for (int row = 0; row < hits.length; row++) {
        hits[row] = column.get(row).equals(categories.get(category)) ? 1 : 0;
      }
      int[] votes = new int[places.length];
      int[] own = new int[places.length];
      for (int i = 0; i < votes.length; i++) {
        own[i] = scope.frame().slot(new Lookup(new Slot(places[i]), hits, 0, 0));
        votes[i] =
            weighted
                ? scope
                    .frame()
                    .slot(Ops.choice(new Slot(own[i]), new Slot(weights[i]), Ops.number(0)))
                : own[i];
      }
      totals[category] = Sums.of(scope.frame(), reals, votes);
      if (weighted) {
        // A category without votes does not even tie with one whose votes weigh nothing.
        Expression any = new Slot(Sums.of(scope.frame(), reals, own));
        totals[category] =
            scope.frame().slot(Ops.choice(any, new Slot(totals[category]), Ops.number(-1)));
      }
    }
    int best = scope.frame().newSlot();
    scope.frame().add(new Best(totals, false, best));
    return Labels.term(target, new Slot(best), categories);
  }

  /** The categories of a column, the one that wins over others with as many votes first. */
  private static List<Object> ranked(List<Object> column) {
    List<Object> categories = new ArrayList<>(new LinkedHashSet<>(column));
    Comparator<Object> often = Comparator.comparingInt(c -> -Collections.frequency(column, c));
    categories.sort(often.thenComparing(Neighbours::order));
    return categories;
  }

  private static int order(Object left, Object right) {
    return left instanceof String text
        ? text.compareTo((String) right)
        : Arrays.compare(
            new double[] {Literals.number(left)}, new double[] {Literals.number(right)});
  }
}
