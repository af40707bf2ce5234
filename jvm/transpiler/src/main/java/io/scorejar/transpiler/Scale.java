package io.scorejar.transpiler;

import io.scorejar.Check;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;

/** Tells whether all answers are off in the same way, and which. */
final class Scale {

  private static final double CLOSE = 1e-9;

  private Scale() {}

  /** A sentence, where one relation holds between what was expected and what came in all rows. */
  static Optional<String> of(List<Check.Wrong> wrong) {
    if (!wrong.stream().allMatch(one -> real(one.expected()) && real(one.got()))) {
      return Optional.empty();
    }
    if (constant(wrong, (expected, got) -> expected / (got * Math.abs(got)), 1)) {
      return Optional.of(
          "every expected answer is the square of the one that came: the model was fitted on the"
              + " square root of the target (reg_sqrt), and the PMML does not square it");
    }
    double factor = number(wrong.get(0).expected()) / number(wrong.get(0).got());
    if (constant(wrong, (expected, got) -> expected / got, factor)) {
      return Optional.of(
          "every answer is off by the factor "
              + factor
              + ": a transformation of the target is not in the PMML");
    }
    double sum = number(wrong.get(0).expected()) - number(wrong.get(0).got());
    if (constant(wrong, (expected, got) -> expected - got, sum)) {
      return Optional.of("every answer is off by " + sum + ": a constant is not in the PMML");
    }
    if (constant(wrong, (expected, got) -> expected / Math.exp(got), 1)
        || constant(wrong, (expected, got) -> expected / Math.expm1(got), 1)) {
      return Optional.of(
          "every expected answer is the exponential of the one that came: the model was fitted on"
              + " the logarithm of the target, and the PMML does not undo it");
    }
    return Optional.empty();
  }

  private static boolean constant(
      List<Check.Wrong> wrong, DoubleBinaryOperator relation, double value) {
    return wrong.stream()
        .mapToDouble(one -> relation.applyAsDouble(number(one.expected()), number(one.got())))
        .allMatch(found -> Math.abs(found - value) <= CLOSE * Math.max(1, Math.abs(value)));
  }

  private static boolean real(Object value) {
    return value instanceof Double || value instanceof Float;
  }

  private static double number(Object value) {
    return ((Number) value).doubleValue();
  }
}
