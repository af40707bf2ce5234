package io.scorejar.reasons;

import io.scorejar.program.Assign;
import io.scorejar.program.Binary;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Choice;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Forest;
import io.scorejar.program.Layer;
import io.scorejar.program.Program;
import io.scorejar.program.Slot;
import io.scorejar.program.Softmax;
import io.scorejar.program.Step;
import io.scorejar.program.Unary;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds in a program the sums that its answers are made of: the raw score in front of a link
 * function, as a {@link Form} of sums of forests and of terms of linear models.
 */
final class Forms {

  private final Map<Integer, Step> writers = new HashMap<>();
  private final Map<Integer, Optional<Form>> known = new HashMap<>();

  Forms(Program program) {
    for (Step step : program.steps()) {
      step.writes(slot -> writers.put(slot, step));
    }
  }

  /** The step that writes a slot; null for an input. */
  Step writer(int slot) {
    return writers.get(slot);
  }

  /** What an answer is made of, if that is a sum; what falls where it rises counts negatively. */
  Optional<Raw> raw(int slot) {
    return raw(new Slot(slot), true);
  }

  /**
   * The raw score of an answer.
   *
   * @param rises whether the answer rises with it
   */
  record Raw(Form form, boolean rises) {}

  private Optional<Raw> raw(Expression answer, boolean rises) {
    Optional<Form> sum = form(answer);
    if (sum.isPresent()) {
      return sum.map(form -> new Raw(form, rises));
    }
    if (answer instanceof Slot slot) {
      Step step = writers.get(slot.slot());
      if (step instanceof Assign assign) {
        return raw(assign.expression(), rises);
      }
      if (step instanceof Softmax shares) {
        for (int i = 0; i < shares.width(); i++) {
          if (shares.target(i) == slot.slot()) {
            return raw(new Slot(shares.slot(i)), rises);
          }
        }
      }
      return Optional.empty();
    }
    if (answer instanceof Choice choice) {
      return missing(choice.then()) ? raw(choice.otherwise(), rises) : Optional.empty();
    }
    if (answer instanceof Unary unary) {
      return switch (unary.op()) {
        case VALUE, FLOAT, REQUIRED, INTEGER, EXP, EXPM1, EXP_FLOAT, LOGIT, LOGIT_FLOAT ->
            raw(unary.argument(), rises);
        case CLOGLOG, LOGLOG, CAUCHIT, LN, LN1P, SQRT, ROUND, ROUND_FLOAT, FLOOR, CEILING ->
            raw(unary.argument(), rises);
        default -> Optional.empty();
      };
    }
    return answer instanceof Binary binary ? raw(binary, rises) : Optional.empty();
  }

  private Optional<Raw> raw(Binary binary, boolean rises) {
    boolean constantLeft = binary.left() instanceof Constant;
    Expression moving = constantLeft ? binary.right() : binary.left();
    return switch (binary.op()) {
      case ADD, LEAST, GREATEST ->
          constantLeft || binary.right() instanceof Constant
              ? raw(moving, rises)
              : Optional.empty();
      case SUBTRACT ->
          constantLeft
              ? raw(binary.right(), !rises)
              : binary.right() instanceof Constant ? raw(moving, rises) : Optional.empty();
      // One of several shares, behind a link of its own; a sum by a count is none.
      case DIVIDE ->
          constantLeft || form(binary.left()).isPresent()
              ? Optional.empty()
              : raw(binary.left(), rises);
      // As of isolation forests; the powers of what is less than 1 fall.
      case POWER ->
          binary.left() instanceof Constant number && number.value() > 0 && number.value() != 1
              ? raw(binary.right(), rises == number.value() > 1)
              : Optional.empty();
      case VALID -> raw(binary.right(), rises);
      default -> Optional.empty();
    };
  }

  private static boolean missing(Expression expression) {
    return expression instanceof Constant constant && Double.isNaN(constant.value());
  }

  /** A value as a sum in which there is a forest or a linear model; empty for any other. */
  private Optional<Form> form(Expression value) {
    if (value instanceof Slot slot) {
      Optional<Form> before = known.get(slot.slot());
      if (before == null) {
        before = form(slot.slot());
        known.put(slot.slot(), before);
      }
      return before;
    }
    if (value instanceof Choice choice) {
      return missing(choice.then()) ? form(choice.otherwise()) : Optional.empty();
    }
    if (value instanceof Unary unary) {
      return switch (unary.op()) {
        case VALUE, FLOAT, REQUIRED -> form(unary.argument());
        default -> Optional.empty();
      };
    }
    return value instanceof Binary binary ? form(binary) : Optional.empty();
  }

  private Optional<Form> form(int slot) {
    Step step = writers.get(slot);
    if (step instanceof Forest) {
      return Optional.of(Form.of(slot));
    }
    if (step instanceof Assign assign) {
      return form(assign.expression());
    }
    if (step instanceof Layer layer) {
      for (int sum = 0; sum < layer.sums(); sum++) {
        if (layer.target(sum) == slot) {
          return Optional.of(terms(layer, sum));
        }
      }
    }
    return Optional.empty();
  }

  /** What a layer reads is a sum in its turn, or a term. */
  private Form terms(Layer layer, int sum) {
    Form form = new Form(layer.bias(sum), Map.of());
    for (int i = 0; i < layer.width(); i++) {
      Form term = form(new Slot(layer.slot(i))).orElse(Form.of(layer.slot(i)));
      form = form.plus(term.times(layer.weight(sum, i)));
    }
    return form;
  }

  private Optional<Form> form(Binary binary) {
    Optional<Form> left = form(binary.left());
    Optional<Form> right = form(binary.right());
    if (binary.op() == BinaryOp.ADD || binary.op() == BinaryOp.SUBTRACT) {
      double sign = binary.op() == BinaryOp.ADD ? 1 : -1;
      if (left.isPresent() && right.isPresent()) {
        return left.map(form -> form.plus(right.get().times(sign)));
      }
      if (binary.right() instanceof Constant number) {
        return left.map(form -> form.plus(sign * number.value()));
      }
      return binary.left() instanceof Constant number
          ? right.map(form -> form.times(sign).plus(number.value()))
          : Optional.empty();
    }
    if (binary.op() == BinaryOp.MULTIPLY && binary.left() instanceof Constant number) {
      return right.map(form -> form.times(number.value()));
    }
    boolean scaled = binary.op() == BinaryOp.MULTIPLY || binary.op() == BinaryOp.DIVIDE;
    if (scaled && binary.right() instanceof Constant number) {
      double factor = binary.op() == BinaryOp.MULTIPLY ? number.value() : 1 / number.value();
      return left.map(form -> form.times(factor));
    }
    return Optional.empty();
  }
}
