package io.scorejar.transpiler.rows;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jpmml.evaluator.FieldValue;

/** Whether fields that are derived from a column rise, or fall, with it. */
final class Order {

  private final Column column;
  private final List<Object> values;
  private final Map<Scope, Map<String, Boolean>> known = new HashMap<>();

  /**
   * @param values of the column, in order, none of them refused
   */
  Order(Column column, List<Object> values) {
    this.column = column;
    this.values = values;
  }

  /** Whether the field never falls, or never rises, over the values. */
  boolean monotone(Scope scope, String field) {
    return known
        .computeIfAbsent(scope, one -> new HashMap<>())
        .computeIfAbsent(field, name -> found(scope, name));
  }

  private boolean found(Scope scope, String field) {
    boolean rises = true;
    boolean falls = true;
    double before = Double.NaN;
    for (Object value : values) {
      double number;
      try {
        FieldValue derived = column.context(scope, value).evaluate(field);
        if (derived == null) {
          return false;
        }
        number = number(derived);
      } catch (RuntimeException e) {
        // Not a number, or none that JPMML can work out.
        return false;
      }
      rises &= !(number < before);
      falls &= !(number > before);
      before = number;
    }
    return rises || falls;
  }

  private double number(FieldValue derived) {
    return derived.getValue().equals(derived.asNumber())
        ? derived.asNumber().doubleValue()
        : Double.NaN;
  }
}
