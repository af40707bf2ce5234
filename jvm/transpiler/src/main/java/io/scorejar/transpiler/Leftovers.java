package io.scorejar.transpiler;

import io.scorejar.BadModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Expression;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.mining.MiningModel;
import org.jpmml.evaluator.JavaExpression;
import org.jpmml.evaluator.java.JavaModel;
import org.jpmml.model.visitors.AbstractVisitor;

/** What JPMML's transpiler left as it was: objects that the interpreter walks on every row. */
final class Leftovers {

  private Leftovers() {}

  /**
   * Looks through a generated model.
   *
   * @return what is left, a sentence each
   * @throws BadModelException if no model in it was translated at all
   */
  static List<String> in(PMML pmml) {
    int[] translated = {0};
    Map<String, Integer> models = new TreeMap<>();
    Map<String, Integer> expressions = new TreeMap<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Model model) {
        if (model instanceof JavaModel) {
          translated[0]++;
        } else if (!(model instanceof MiningModel)) {
          models.merge(model.getClass().getSimpleName(), 1, Integer::sum);
        }
        return super.visit(model);
      }

      @Override
      public VisitorAction visit(DerivedField field) {
        Expression expression = field.getExpression();
        if (!(expression instanceof JavaExpression)) {
          expressions.merge(expression.getClass().getSimpleName(), 1, Integer::sum);
        }
        return super.visit(field);
      }
    }.applyTo(pmml);
    if (translated[0] == 0) {
      throw new BadModelException(
          "JPMML's transpiler does not translate models of this kind: " + counted(models));
    }
    List<String> notes = new ArrayList<>();
    if (!models.isEmpty()) {
      notes.add("parts of the model are interpreted on every row: " + counted(models));
    }
    if (!expressions.isEmpty()) {
      notes.add("derived fields are interpreted on every row: " + counted(expressions));
    }
    return notes;
  }

  private static String counted(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }
}
