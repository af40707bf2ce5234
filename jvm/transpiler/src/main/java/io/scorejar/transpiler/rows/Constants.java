package io.scorejar.transpiler.rows;

import io.scorejar.Type;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.Array;
import org.dmg.pmml.ComplexArray;
import org.dmg.pmml.Constant;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.HasValue;
import org.dmg.pmml.Interval;
import org.dmg.pmml.LinearNorm;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.PMMLObject;
import org.dmg.pmml.SimpleSetPredicate;
import org.dmg.pmml.Value;
import org.dmg.pmml.Visitable;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;

/** The constants that a document compares or combines a column with. */
final class Constants {

  /** Of a column with more (a vocabulary, a long table) only the first are taken. */
  private static final int MOST = 200;

  private Constants() {}

  /** Adds the constants of the fields that are derived from one column alone to its candidates. */
  static void add(List<Column> columns, List<Scope> scopes) {
    for (Scope scope : scopes) {
      for (DerivedField field : scope.derived()) {
        Optional<BitSet> sources = scope.sources(field.requireName());
        if (sources.isPresent() && sources.get().cardinality() == 1) {
          add(columns.get(sources.get().nextSetBit(0)), of(field));
        }
      }
    }
    for (Column column : columns) {
      String name = column.input().name();
      MiningField treatment = scopes.get(0).mining(name);
      Set<Object> own = new LinkedHashSet<>(of((DataField) scopes.get(0).column(name)));
      own.add(treatment.getMissingValueReplacement());
      own.add(treatment.getLowValue());
      own.add(treatment.getHighValue());
      add(column, own);
    }
  }

  private static void add(Column column, Set<Object> constants) {
    constants.stream()
        .map(one -> parsed(column.input().type(), one))
        .filter(one -> one != null)
        .limit(MOST)
        .forEach(column::addAround);
  }

  /** The constants of a part of a document, as JPMML has them: values, or text not yet parsed. */
  static Set<Object> of(PMMLObject part) {
    Set<Object> constants = new LinkedHashSet<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(PMMLObject object) {
        if (object instanceof HasValue<?> holder) {
          constants.add(holder.getValue());
        } else if (object instanceof Constant constant) {
          constants.add(constant.getValue());
        } else if (object instanceof Value value) {
          constants.add(value.getValue());
        } else if (object instanceof Interval interval) {
          constants.add(interval.getLeftMargin());
          constants.add(interval.getRightMargin());
        } else if (object instanceof LinearNorm norm) {
          constants.add(norm.getOrig());
        } else if (object instanceof SimpleSetPredicate set) {
          constants.addAll(elements(set.requireArray()));
        }
        return super.visit(object);
      }
    }.applyTo((Visitable) part);
    return constants;
  }

  private static List<?> elements(Array array) {
    return array instanceof ComplexArray complex ? List.copyOf(complex.getValue()) : List.of();
  }

  /** A value of the type's class, or null. */
  static Object parsed(Type type, Object constant) {
    if (constant == null) {
      return null;
    }
    try {
      String text = constant.toString();
      return switch (type) {
        case DOUBLE -> finite(Double.valueOf(text));
        case FLOAT -> finite(Float.valueOf(text));
        case INTEGER -> Double.isFinite(Double.parseDouble(text)) ? whole(text) : null;
        case STRING -> text;
        case BOOLEAN -> null;
        case DATE -> LocalDate.parse(text);
        case DATE_TIME -> LocalDateTime.parse(text);
        case TIME -> LocalTime.parse(text);
      };
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  private static Long whole(String text) {
    return (long) Math.floor(Double.parseDouble(text));
  }

  private static <T extends Number> T finite(T number) {
    return Double.isFinite(number.doubleValue()) ? number : null;
  }
}
