package io.scorejar.transpiler.rows;

import io.scorejar.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.dmg.pmml.PMML;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.SimplePredicate;
import org.jpmml.evaluator.FieldValue;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.model.PMMLException;

/**
 * A value next to a threshold.
 *
 * @param row the number of the row
 * @param field what is compared with the threshold: a column, or a field made of columns
 * @param value of the field
 * @param ulps how many units in the last place of the threshold lie between; 0: the value is it
 */
public record Close(int row, String field, double value, double threshold, long ulps) {

  /** How many fields of rows are looked at. */
  private static final int MOST = 1_000_000;

  private record Place(Scope scope, String field) {}

  /** The outermost scope of a model. */
  static Scope scope(PMML pmml, ModelEvaluator<?> evaluator, Schema schema) {
    Map<String, Integer> places = new HashMap<>();
    schema.inputs().forEach(input -> places.put(input.name(), places.size()));
    return Scope.of(pmml, evaluator.getModel(), places);
  }

  /**
   * The rows that come closest to a threshold, of each threshold the first of them.
   *
   * @param order the numbers of the rows, those first that are to be told where two are as close
   */
  public static List<Close> of(
      PMML pmml,
      ModelEvaluator<?> evaluator,
      Schema schema,
      List<List<Object>> rows,
      List<Integer> order,
      int most) {
    Scope outermost = scope(pmml, evaluator, schema);
    Map<Place, NavigableSet<Double>> thresholds =
        thresholds(Forest.of(evaluator.getModel(), outermost));
    List<Close> found = new ArrayList<>();
    int bound = Math.min(order.size(), MOST / Math.max(1, thresholds.size()));
    for (int row : order.subList(0, bound)) {
      Map<Scope, FieldContext> contexts = new HashMap<>();
      thresholds.forEach(
          (place, numbers) -> {
            FieldContext context =
                contexts.computeIfAbsent(place.scope, scope -> scope.context(rows.get(row)::get));
            Close close = nearest(row, place, numbers, context);
            if (close != null) {
              found.add(close);
            }
          });
    }
    found.sort(Comparator.comparingLong(Close::ulps));
    Set<List<Object>> told = new HashSet<>();
    return found.stream()
        .filter(close -> told.add(List.of(close.field, close.threshold)))
        .limit(most)
        .toList();
  }

  private static Map<Place, NavigableSet<Double>> thresholds(Forest forest) {
    Map<Place, NavigableSet<Double>> thresholds = new LinkedHashMap<>();
    for (Question question : forest.questions()) {
      for (Predicate predicate : question.predicates()) {
        if (predicate instanceof SimplePredicate simple
            && simple.getValue() instanceof Number number) {
          Place place = new Place(question.scope(), simple.requireField());
          thresholds.computeIfAbsent(place, one -> new TreeSet<>()).add(number.doubleValue());
        }
      }
    }
    return thresholds;
  }

  private static Close nearest(
      int row, Place place, NavigableSet<Double> thresholds, FieldContext context) {
    Double value = number(place.field, context);
    if (value == null) {
      return null;
    }
    Close nearest = null;
    for (Double threshold : new Double[] {thresholds.floor(value), thresholds.ceiling(value)}) {
      Close close = threshold == null ? null : close(row, place.field, value, threshold);
      boolean closer = close != null && (nearest == null || close.ulps < nearest.ulps);
      nearest = closer ? close : nearest;
    }
    return nearest;
  }

  /** How close a field of a row is to what it is compared with; null where that is no number. */
  static Close of(int row, String field, Object threshold, FieldContext context) {
    Double value = threshold instanceof Number ? number(field, context) : null;
    return value == null ? null : close(row, field, value, ((Number) threshold).doubleValue());
  }

  private static Close close(int row, String field, double value, double threshold) {
    double ulps = Math.ceil(Math.abs(value - threshold) / Math.ulp(threshold));
    return Double.isNaN(ulps) ? null : new Close(row, field, value, threshold, (long) ulps);
  }

  private static Double number(String field, FieldContext context) {
    try {
      FieldValue value = context.evaluate(field);
      return value != null && value.getValue() instanceof Number number
          ? (Double) number.doubleValue()
          : null;
    } catch (PMMLException e) {
      return null; // Refused, or another model's answer.
    }
  }
}
