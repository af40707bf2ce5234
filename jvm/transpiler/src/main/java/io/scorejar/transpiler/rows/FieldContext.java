package io.scorejar.transpiler.rows;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.function.IntFunction;
import org.dmg.pmml.DefineFunction;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Field;
import org.dmg.pmml.MiningField;
import org.jpmml.evaluator.ExpressionUtil;
import org.jpmml.evaluator.FieldValue;
import org.jpmml.evaluator.FieldValueUtil;
import org.jpmml.evaluator.InputFieldUtil;
import org.jpmml.evaluator.MissingFieldException;
import org.jpmml.evaluator.VirtualEvaluationContext;
import org.jpmml.model.temporals.Date;
import org.jpmml.model.temporals.DateTime;
import org.jpmml.model.temporals.Time;

/**
 * The fields of one row, each worked out by JPMML's own code when it is first read. Throws JPMML's
 * exceptions for values that it refuses, and for fields that are a model's answer.
 */
final class FieldContext extends VirtualEvaluationContext {

  private final Scope scope;
  private final FieldContext parent;
  private final IntFunction<Object> row;

  FieldContext(Scope scope, FieldContext parent, IntFunction<Object> row) {
    this.scope = scope;
    this.parent = parent;
    this.row = row;
  }

  @Override
  protected FieldValue resolve(String name) {
    return declareInternal(name, resolved(name));
  }

  private FieldValue resolved(String name) {
    MiningField mining = scope.mining(name);
    if (mining == null) {
      DerivedField derived = scope.derived(name);
      if (derived != null) {
        return ExpressionUtil.evaluate(derived, this);
      }
    } else if (parent != null) {
      FieldValue value = parent.evaluate(name);
      Field<?> column = scope.column(name);
      return column == null || InputFieldUtil.isDefault(column, mining)
          ? value
          : InputFieldUtil.prepareInputValue(column, mining, FieldValueUtil.getValue(value));
    } else if (scope.place(name) >= 0) {
      Object value = toPmml(row.apply(scope.place(name)));
      return InputFieldUtil.prepareInputValue(scope.column(name), mining, value);
    }
    // A tree without fields or treatments of its own is read in the scope around it.
    if (parent != null) {
      return parent.evaluate(name);
    }
    throw new MissingFieldException(name);
  }

  @Override
  protected DefineFunction getDefineFunction(String name) {
    return scope.function(name);
  }

  private static Object toPmml(Object value) {
    if (value instanceof LocalDate date) {
      return new Date(date);
    }
    if (value instanceof LocalDateTime dateTime) {
      return new DateTime(dateTime);
    }
    return value instanceof LocalTime time ? new Time(time) : value;
  }
}
