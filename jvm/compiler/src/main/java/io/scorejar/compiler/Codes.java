package io.scorejar.compiler;

import io.scorejar.program.Expression;
import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMMLObject;

/** Doubles for the results of a table: numbers as themselves, texts as codes in order of coming. */
final class Codes {

  private final DataType type;
  private final PMMLObject where;
  private final List<String> texts = new ArrayList<>();

  Codes(DataType type, PMMLObject where) {
    this.type = type;
    this.where = where;
  }

  /** The double of a value; NaN for null. */
  double of(Object value) {
    if (value == null) {
      return Double.NaN;
    }
    Object literal = Literals.of(type, value, where);
    if (literal instanceof String text) {
      int code = texts.indexOf(text);
      if (code >= 0) {
        return code;
      }
      texts.add(text);
      return texts.size() - 1;
    }
    return Literals.number(literal);
  }

  /** The term of an expression that gives such doubles. */
  Term term(Expression expression) {
    return new Term(
        expression, type, OpType.CATEGORICAL, type == DataType.STRING ? List.copyOf(texts) : null);
  }
}
