package io.scorejar.compiler;

import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import java.util.List;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;

/**
 * A value of PMML as a program has it: an expression, NaN where it is missing, and what its doubles
 * mean.
 *
 * @param expression numbers as themselves, truth as 1 and 0, dates and times as docs/jar.md has
 *     them, text as the index of its category, -1 for any other text
 * @param type the data type in PMML
 * @param opType continuous values can be compared, others only tested for equality
 * @param categories of text; null for all other types
 * @param open whether a text may be none of its categories
 */
record Term(
    Expression expression, DataType type, OpType opType, List<String> categories, boolean open) {

  /** A value that is one of its categories, if it has any. */
  Term(Expression expression, DataType type, OpType opType, List<String> categories) {
    this(expression, type, opType, categories, false);
  }

  /** A value that is no text. */
  static Term number(Expression expression, DataType type) {
    return new Term(expression, type, usual(type), null);
  }

  /** Truth. */
  static Term truth(Expression expression) {
    return number(expression, DataType.BOOLEAN);
  }

  /** A value that never changes: of the class of the type. */
  static Term constant(DataType type, Object value) {
    return type == DataType.STRING
        ? new Term(new Constant(0), type, OpType.CATEGORICAL, List.of((String) value))
        : number(new Constant(Literals.number(value)), type);
  }

  /** A value that is always missing. */
  static Term missing(DataType type) {
    return new Term(
        new Constant(Double.NaN), type, usual(type), type == DataType.STRING ? List.of() : null);
  }

  boolean text() {
    return categories != null;
  }

  /** Whether it is a number that arithmetic takes. */
  boolean numeric() {
    return type == DataType.DOUBLE || type == DataType.FLOAT || type == DataType.INTEGER;
  }

  /** Whether it is missing on every row. */
  boolean alwaysMissing() {
    return expression instanceof Constant constant && Double.isNaN(constant.value());
  }

  Term with(Expression other) {
    return new Term(other, type, opType, categories, open);
  }

  Term with(OpType other) {
    return new Term(expression, type, other, categories, open);
  }

  static OpType usual(DataType type) {
    return switch (type) {
      case STRING, BOOLEAN -> OpType.CATEGORICAL;
      case DATE, TIME, DATE_TIME -> OpType.ORDINAL;
      default -> OpType.CONTINUOUS;
    };
  }
}
