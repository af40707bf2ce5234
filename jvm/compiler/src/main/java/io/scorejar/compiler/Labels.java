package io.scorejar.compiler;

import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Lookup;
import java.util.List;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMMLObject;

/** Predicted categories: their places in a list, and terms of them. */
final class Labels {

  private Labels() {}

  /**
   * The predicted category.
   *
   * @param place in the list; NaN where there is none
   */
  static Term term(Target target, Expression place, List<Object> categories) {
    if (target.type() == DataType.STRING) {
      List<String> texts = categories.stream().map(String.class::cast).toList();
      return new Term(place, DataType.STRING, OpType.CATEGORICAL, texts);
    }
    double[] numbers = categories.stream().mapToDouble(Literals::number).toArray();
    boolean same = true;
    for (int i = 0; i < numbers.length; i++) {
      same &= numbers[i] == i;
    }
    Expression expression =
        same || place instanceof Constant
            ? place
            : new Lookup(place, numbers, Double.NaN, Double.NaN);
    if (place instanceof Constant constant && constant.value() >= 0) {
      expression = new Constant(numbers[(int) constant.value()]);
    }
    return new Term(expression, target.type(), OpType.CATEGORICAL, null);
  }

  /** The categories that a prediction can have. */
  static List<Object> values(Prediction prediction, PMMLObject where) {
    if (prediction.value().text()) {
      return List.copyOf(prediction.value().categories());
    }
    if (prediction.probabilities() != null) {
      return prediction.categories();
    }
    throw NotCompiled.of(where, "its categories are not known");
  }
}
