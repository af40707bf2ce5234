package io.scorejar.compiler;

import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Lookup;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.dmg.pmml.DataType;
import org.dmg.pmml.PMMLObject;

/** Terms of text: what happens to a text happens to its categories when the model is compiled. */
final class Texts {

  private Texts() {}

  /** The text, or another where it is missing. */
  static Term orElse(Term value, String other) {
    List<String> categories = new ArrayList<>(value.categories());
    if (!categories.contains(other)) {
      categories.add(other);
    }
    return new Term(
        Ops.orElse(value.expression(), categories.indexOf(other)),
        value.type(),
        value.opType(),
        List.copyOf(categories),
        value.open());
  }

  /** What a function makes of a text. */
  static Term mapped(Term value, UnaryOperator<String> function, PMMLObject where) {
    requireKnown(value, where);
    Codes codes = new Codes(DataType.STRING, where);
    double[] table =
        value.categories().stream().mapToDouble(c -> codes.of(function.apply(c))).toArray();
    return codes.term(new Lookup(value.expression(), table, -1, Double.NaN));
  }

  /**
   * Requires that a text is one of its categories on every row: of any other, nothing is known.
   *
   * @throws NotCompiled if it may be another
   */
  static void requireKnown(Term value, PMMLObject where) {
    if (value.open()) {
      throw NotCompiled.of(where, "text that training did not know is let in");
    }
  }

  /** Terms of text brought to the same categories, so that their codes can be compared. */
  static List<Term> alike(List<Term> terms) {
    Set<String> all = new LinkedHashSet<>();
    terms.forEach(term -> all.addAll(term.categories()));
    List<String> categories = List.copyOf(all);
    List<Term> alike = new ArrayList<>();
    for (Term term : terms) {
      double[] codes = term.categories().stream().mapToDouble(categories::indexOf).toArray();
      boolean same = true;
      for (int code = 0; code < codes.length; code++) {
        same &= codes[code] == code;
      }
      Expression expression = term.expression();
      if (!same) {
        expression =
            expression instanceof Constant constant
                ? new Constant(
                    constant.value() >= 0 ? codes[(int) constant.value()] : constant.value())
                : new Lookup(expression, codes, -1, Double.NaN);
      }
      alike.add(new Term(expression, DataType.STRING, term.opType(), categories, term.open()));
    }
    return alike;
  }
}
