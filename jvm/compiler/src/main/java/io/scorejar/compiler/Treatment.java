package io.scorejar.compiler;

import io.scorejar.Input;
import io.scorejar.Rule;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Lookup;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Field;
import org.dmg.pmml.HasContinuousDomain;
import org.dmg.pmml.HasDiscreteDomain;
import org.dmg.pmml.Interval;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MissingValueTreatmentMethod;
import org.dmg.pmml.OpType;
import org.dmg.pmml.OutlierTreatmentMethod;
import org.dmg.pmml.Value;

/**
 * What a {@code MiningField} makes of a value before a model sees it: declared missing values,
 * invalid ones, outliers and replacements, in JPMML's order.
 */
final class Treatment {

  private final Frame frame;
  private final Field<?> field;
  private final MiningField rules;
  private final DataType type;
  private final OpType opType;

  /**
   * The input whose values come here after the schema has refused some; null for a field inside.
   */
  private final Input input;

  /** Whether rows with an unseen value do not come here, because the schema refuses them. */
  private final boolean seen;

  Treatment(Frame frame, Field<?> field, MiningField rules, DataType type, Input input) {
    this.frame = frame;
    this.field = field;
    this.rules = rules;
    this.type = type;
    this.opType = opType(field, rules, type);
    this.input = input;
    this.seen = input != null && seen(input);
  }

  /** Whether the schema refuses rows in which an input has a value that it does not list. */
  static boolean seen(Input input) {
    return !input.categories().isEmpty() && input.unseen() == Rule.REFUSED;
  }

  /** Whether a field comes through a mining schema just as its parent model has it. */
  static boolean unchanged(Field<?> field, MiningField rules) {
    boolean sameOpType =
        field instanceof DataField
            ? rules.getOpType() == null || rules.getOpType() == field.getOpType()
            : rules.getOpType() == null;
    return sameOpType
        && rules.getInvalidValueReplacement() == null
        && (rules.getInvalidValueTreatment() == InvalidValueTreatmentMethod.RETURN_INVALID
            || rules.getInvalidValueTreatment() == InvalidValueTreatmentMethod.AS_IS)
        && rules.getMissingValueReplacement() == null
        && rules.getOutlierTreatment() == OutlierTreatmentMethod.AS_IS;
  }

  private static OpType opType(Field<?> field, MiningField rules, DataType type) {
    OpType opType = rules.getOpType() != null ? rules.getOpType() : field.getOpType();
    return opType != null ? opType : Term.usual(type);
  }

  /** The value as the model sees it. */
  Term of(Term value) {
    boolean there = input != null && input.missing() == Rule.REFUSED;
    if (rules.getMissingValueTreatment() == MissingValueTreatmentMethod.RETURN_INVALID && !there) {
      frame.slot(Ops.of(UnaryOp.REQUIRED, value.expression()));
    }
    return value.text() ? text(value) : number(value);
  }

  private Term text(Term value) {
    List<String> categories = new ArrayList<>(value.categories());
    Set<Object> valid = declared(Value.Property.VALID);
    Set<Object> missing = declared(Value.Property.MISSING);
    Set<Object> invalid = declared(Value.Property.INVALID);
    double replacement = code(rules.getMissingValueReplacement(), categories);
    double other = invalidText(-1, replacement, categories);
    double[] codes = new double[value.categories().size()];
    for (int code = 0; code < codes.length; code++) {
      String category = value.categories().get(code);
      boolean bad = invalid.contains(category) || (!valid.isEmpty() && !valid.contains(category));
      codes[code] =
          missing.contains(category)
              ? replacement
              : bad ? invalidText(code, replacement, categories) : code;
    }
    double unseen = valid.isEmpty() ? -1 : other;
    boolean same = Double.isNaN(replacement) && unseen == -1;
    for (int code = 0; code < codes.length; code++) {
      same &= codes[code] == code;
    }
    Expression expression =
        same
            ? value.expression()
            : refusing(new Lookup(value.expression(), codes, unseen, replacement));
    boolean open = !seen && value.open() && unseen == -1;
    return new Term(expression, DataType.STRING, opType, List.copyOf(categories), open);
  }

  /** A table with the codes -2, which stand for a row to be refused, taken out. */
  private Expression refusing(Lookup table) {
    boolean refuses = table.other() == -2 || Arrays.stream(table.values()).anyMatch(c -> c == -2);
    if (refuses && !seen) {
      frame.slot(Ops.choice(Ops.equal(table, -2), Ops.REFUSED, Ops.number(0)));
    }
    return table;
  }

  private double invalidText(double code, double replacement, List<String> categories) {
    return switch (rules.getInvalidValueTreatment()) {
      case RETURN_INVALID -> -2;
      case AS_MISSING -> replacement;
      case AS_IS, AS_VALUE ->
          rules.getInvalidValueReplacement() == null
              ? code
              : code(rules.getInvalidValueReplacement(), categories);
      default -> throw NotCompiled.of(rules);
    };
  }

  /** The code of a replacement, which may be a new category; NaN for none. */
  private static double code(Object value, List<String> categories) {
    if (value == null) {
      return Double.NaN;
    }
    String text = value.toString();
    if (!categories.contains(text)) {
      categories.add(text);
    }
    return categories.indexOf(text);
  }

  private Term number(Term value) {
    requireNoOrder();
    double replacement = literal(rules.getMissingValueReplacement());
    Expression expression = outliers(value.expression(), replacement);
    Expression invalid = invalid(value.expression());
    if (invalid != null) {
      expression = Ops.choice(invalid, invalidNumber(value, replacement), expression);
    }
    Set<Object> missing = declared(Value.Property.MISSING);
    if (!missing.isEmpty()) {
      expression =
          Ops.choice(among(value.expression(), missing), Ops.number(replacement), expression);
    }
    return new Term(Ops.orElse(expression, replacement), value.type(), opType, null);
  }

  /** Dates and times are replaced and refused like numbers, but not held against bounds. */
  private void requireNoOrder() {
    boolean temporal = type == DataType.DATE || type == DataType.DATE_TIME || type == DataType.TIME;
    boolean bounds =
        rules.getOutlierTreatment() != OutlierTreatmentMethod.AS_IS
            || (field instanceof HasContinuousDomain<?> domain && domain.hasIntervals());
    if (temporal && bounds) {
      throw NotCompiled.of(rules, "bounds of dates are not compiled");
    }
  }

  private double literal(Object value) {
    return value == null ? Double.NaN : Literals.number(type, value, rules);
  }

  /** What an invalid value becomes. */
  private Expression invalidNumber(Term value, double replacement) {
    return switch (rules.getInvalidValueTreatment()) {
      case RETURN_INVALID -> {
        frame.slot(
            Ops.choice(
                Objects.requireNonNull(invalid(value.expression())), Ops.REFUSED, Ops.number(0)));
        yield value.expression();
      }
      case AS_MISSING -> Ops.number(replacement);
      case AS_IS, AS_VALUE ->
          rules.getInvalidValueReplacement() == null
              ? value.expression()
              : Ops.number(literal(rules.getInvalidValueReplacement()));
      default -> throw NotCompiled.of(rules);
    };
  }

  /** Whether a value is invalid; null where none is, or where it makes no difference. */
  private Expression invalid(Expression value) {
    boolean asIs =
        rules.getInvalidValueTreatment() == InvalidValueTreatmentMethod.AS_IS
            && rules.getInvalidValueReplacement() == null;
    if (asIs && rules.getOutlierTreatment() == OutlierTreatmentMethod.AS_IS) {
      return null;
    }
    Set<Object> invalid = declared(Value.Property.INVALID);
    Set<Object> valid = declared(Value.Property.VALID);
    List<Expression> causes = new ArrayList<>();
    if (!invalid.isEmpty()) {
      causes.add(among(value, invalid));
    }
    if (!valid.isEmpty() && !seen) {
      causes.add(Ops.not(among(value, valid)));
    }
    if (valid.isEmpty()
        && field instanceof HasContinuousDomain<?> domain
        && domain.hasIntervals()
        && !inRange(domain.getIntervals())) {
      causes.add(Ops.not(inside(value, domain.getIntervals())));
    }
    return causes.isEmpty() ? null : Ops.any(causes);
  }

  /** Whether one of the intervals holds all numbers that the schema lets in. */
  private boolean inRange(List<Interval> intervals) {
    if (input == null || type == DataType.FLOAT) {
      // The schema looks at a number before it is made a float.
      return false;
    }
    double[] ends = {input.range().low(), input.range().high()};
    return intervals.stream()
        .anyMatch(
            interval ->
                Ranges.contains(new Slot(0), interval).value(ends) == 1
                    && Ranges.contains(new Slot(1), interval).value(ends) == 1);
  }

  private static Expression among(Expression value, Set<Object> literals) {
    List<Expression> equal = new ArrayList<>();
    for (Object literal : literals) {
      equal.add(Ops.equal(value, Literals.number(literal)));
    }
    return Ops.any(equal);
  }

  private static Expression inside(Expression value, List<Interval> intervals) {
    List<Expression> inside = new ArrayList<>();
    for (Interval interval : intervals) {
      inside.add(Ranges.contains(value, interval));
    }
    return Ops.any(inside);
  }

  private Expression outliers(Expression value, double replacement) {
    if (rules.getOutlierTreatment() == OutlierTreatmentMethod.AS_IS) {
      return value;
    }
    boolean extreme = rules.getOutlierTreatment() == OutlierTreatmentMethod.AS_EXTREME_VALUES;
    Expression treated = value;
    if (rules.getHighValue() != null) {
      double high = literal(rules.getHighValue());
      treated =
          Ops.choice(
              Ops.of(BinaryOp.LESS, Ops.number(high), value),
              Ops.number(extreme ? high : replacement),
              treated);
    }
    if (rules.getLowValue() != null) {
      double low = literal(rules.getLowValue());
      treated =
          Ops.choice(
              Ops.of(BinaryOp.LESS, value, Ops.number(low)),
              Ops.number(extreme ? low : replacement),
              treated);
    }
    return treated;
  }

  /**
   * The declared values of a property, in the class of the type; what is none of it is left out.
   */
  private Set<Object> declared(Value.Property property) {
    Set<Object> values = new LinkedHashSet<>();
    if (field instanceof HasDiscreteDomain<?> domain && domain.hasValues()) {
      for (Value value : domain.getValues()) {
        if (value.getProperty() == property) {
          try {
            Object literal = Literals.of(type, value.requireValue(), value);
            if (!(literal instanceof Number number) || !Double.isNaN(number.doubleValue())) {
              values.add(literal);
            }
          } catch (NotCompiled e) {
            // Text such as N/A in a field of numbers, which no row can have.
          }
        }
      }
    }
    return values;
  }
}
