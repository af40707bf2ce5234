package io.scorejar.compiler;

import io.scorejar.Input;
import io.scorejar.Schema;
import io.scorejar.Type;
import io.scorejar.program.Binary;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Choice;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Lookup;
import io.scorejar.program.Slot;
import io.scorejar.program.Unary;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;

/**
 * Turns tests of derived values into tests of the inputs that they are made of, where that is
 * exact, so that a row is ranked as it comes and nothing is worked out for it.
 *
 * <p>A value that rises or falls with one number has one last number for which it is at most a
 * bound: it is searched with the value's own arithmetic. A value made of one category is worked out
 * for every category. Anything else is worked out on every row, and its slot is tested.
 */
final class Folding {

  /** Beyond this, tables by category cost more than the value. */
  private static final int MOST_CODES = 4096;

  private final Schema schema;
  private final Frame frame;
  private final Map<Expression, Source> sources = new HashMap<>();

  Folding(Schema schema, Frame frame) {
    this.schema = schema;
    this.frame = frame;
  }

  /** Where the tests of a value look, and how its direction carries over. */
  private sealed interface Source {

    /** A number that the value moves with, in a direction; missing where the slot is. */
    record Quantity(int slot, Expression value, boolean falling, double atMissing)
        implements Source {}

    /** A category, of which it is made; or one of a few numbers. */
    record Category(int slot, Expression value, int codes) implements Source {}
  }

  /** Whether a value is at most a bound. */
  Test atMost(Term value, double bound) {
    return test(value, x -> x <= bound);
  }

  /** Whether a value is below a bound. */
  Test below(Term value, double bound) {
    return test(value, x -> x < bound);
  }

  private Test test(Term value, DoublePredicate holds) {
    Refusals parts = refuses(value.expression()) ? Refusals.of(value.expression()) : null;
    if (parts != null) {
      int flag = frame.slot(parts.refused());
      return new Test.Guarded(flag, test(value.with(parts.value()), holds));
    }
    // A slot of its own for what may refuse, since that hangs on the rows that come here.
    Expression tested =
        refuses(value.expression()) ? new Slot(frame.slot(value.expression())) : value.expression();
    Source source = sources.computeIfAbsent(tested, expression -> source(expression));
    if (source instanceof Source.Category category) {
      return table(
          category, x -> Double.isNaN(x) ? Outcome.UNKNOWN : Outcome.of(holds.test(x) ? 1 : 0));
    }
    Source.Quantity number = (Source.Quantity) source;
    Numbers numbers = new Numbers(number.slot());
    double missing = number.atMissing();
    Outcome ofMissing =
        Double.isNaN(missing) ? Outcome.UNKNOWN : Outcome.of(holds.test(missing) ? 1 : 0);
    // Falling values hold the condition above a number; the search is for where it fails.
    boolean falling = number.falling();
    DoublePredicate first = x -> holds.test(numbers.at(number.value(), x)) != falling;
    if (!first.test(Double.NEGATIVE_INFINITY)) {
      return present(number.slot(), Outcome.of(falling ? 1 : 0), ofMissing);
    }
    double last = numbers.last(first);
    if (last == Double.POSITIVE_INFINITY) {
      return present(number.slot(), Outcome.of(falling ? 0 : 1), ofMissing);
    }
    return new Test.AtMost(number.slot(), last, Outcome.of(falling ? 0 : 1), ofMissing);
  }

  private static Test present(int slot, Outcome present, Outcome missing) {
    return present == missing ? new Test.Known(present) : new Test.Present(slot, present, missing);
  }

  /** The test of a truth. */
  Test truth(Expression truth) {
    if (truth instanceof Constant constant) {
      return new Test.Known(Outcome.of(constant.value()));
    }
    Refusals refusals = refuses(truth) ? Refusals.of(truth) : null;
    if (refusals != null) {
      return new Test.Guarded(frame.slot(refusals.refused()), truth(refusals.value()));
    }
    Source folded = sources.containsKey(truth) ? sources.get(truth) : folded(truth);
    if (folded instanceof Source.Category category) {
      return table(category, Outcome::of);
    }
    Test parts = folded == null ? parts(truth) : null;
    // Truth is 0 or 1: it holds where it is not at most 0.
    return parts != null ? parts : not(test(Term.truth(truth), x -> x <= 0));
  }

  /** An equality of a number as two tests of order, where that saves working it out. */
  private Test parts(Expression truth) {
    if (truth instanceof Binary binary
        && binary.op() == BinaryOp.EQUAL
        && binary.right() instanceof Constant constant) {
      Term value = Term.number(binary.left(), org.dmg.pmml.DataType.DOUBLE);
      Test atMost = atMost(value, constant.value());
      Test below = below(value, constant.value());
      return new Test.Joined(Test.Joint.AND, List.of(atMost, not(below)));
    }
    if (truth instanceof Binary binary && binary.op() == BinaryOp.OR) {
      return new Test.Joined(Test.Joint.OR, List.of(truth(binary.left()), truth(binary.right())));
    }
    if (truth instanceof Unary unary && unary.op() == UnaryOp.NOT) {
      return not(truth(unary.argument()));
    }
    return null;
  }

  /** The opposite test. */
  static Test not(Test test) {
    if (test instanceof Test.Known known) {
      return new Test.Known(known.outcome().not());
    }
    if (test instanceof Test.AtMost one) {
      return new Test.AtMost(one.slot(), one.bound(), one.above(), one.missing().not());
    }
    if (test instanceof Test.Present one) {
      return new Test.Present(one.slot(), one.present().not(), one.missing().not());
    }
    if (test instanceof Test.Category one) {
      return new Test.Category(one.slot(), one.byCode().stream().map(Outcome::not).toList());
    }
    if (test instanceof Test.Guarded one) {
      return new Test.Guarded(one.flag(), not(one.test()));
    }
    return new Test.Joined(Test.Joint.XOR, List.of(new Test.Known(Outcome.TRUE), test));
  }

  private Test table(Source.Category source, DoubleFunction<Outcome> outcome) {
    Numbers numbers = new Numbers(source.slot());
    List<Outcome> byCode = new ArrayList<>();
    for (int code = 0; code < source.codes(); code++) {
      byCode.add(outcome.apply(numbers.at(source.value(), code)));
    }
    byCode.add(outcome.apply(numbers.at(source.value(), -1)));
    byCode.add(outcome.apply(numbers.at(source.value(), Double.NaN)));
    Set<Outcome> distinct = new LinkedHashSet<>(byCode);
    return distinct.size() == 1
        ? new Test.Known(byCode.get(0))
        : new Test.Category(source.slot(), byCode);
  }

  private Source source(Expression expression) {
    Source folded = folded(expression);
    if (folded != null) {
      return folded;
    }
    int slot = frame.slot(expression);
    return new Source.Quantity(slot, new Slot(slot), false, Double.NaN);
  }

  /** The input by which a value is told; null where it has to be worked out. */
  private Source folded(Expression expression) {
    BitSet slots = new BitSet();
    expression.reads(slots::set);
    boolean ofOneInput = slots.cardinality() == 1 && slots.length() <= schema.inputs().size();
    if (ofOneInput && !refuses(expression)) {
      int slot = slots.nextSetBit(0);
      Input input = schema.inputs().get(slot);
      int codes = codes(input, expression);
      if (codes >= 0) {
        return new Source.Category(slot, expression, codes);
      }
      Numbers numbers = new Numbers(slot);
      Monotone.Direction direction = new Monotone(numbers).of(expression);
      if (direction != Monotone.Direction.NEITHER) {
        return new Source.Quantity(
            slot,
            expression,
            direction == Monotone.Direction.FALLING,
            numbers.at(expression, Double.NaN));
      }
    }
    return null;
  }

  /** How many codes a slot has of which the expression is made; -1 if it is a number. */
  private static int codes(Input input, Expression expression) {
    if (input.type() == Type.STRING) {
      return input.categories().size();
    }
    if (input.type() == Type.BOOLEAN) {
      return 2;
    }
    Set<Double> met = new LinkedHashSet<>();
    if (!onlyCompared(expression, met) || met.isEmpty()) {
      return -1;
    }
    int codes = 0;
    for (double number : met) {
      if (number != (int) number || number < 0 || number >= MOST_CODES) {
        return -1;
      }
      codes = Math.max(codes, (int) number + 1);
    }
    return codes;
  }

  /**
   * Whether an expression asks of its slot only whether it equals certain numbers, so that all
   * others, of which -1 is one, are alike.
   */
  private static boolean onlyCompared(Expression expression, Set<Double> met) {
    if (expression instanceof Constant) {
      return true;
    }
    if (expression instanceof Unary unary) {
      boolean missing = unary.op() == UnaryOp.IS_MISSING && unary.argument() instanceof Slot;
      return missing || onlyCompared(unary.argument(), met);
    }
    if (expression instanceof Binary binary) {
      boolean equality = binary.op() == BinaryOp.EQUAL || binary.op() == BinaryOp.NOT_EQUAL;
      if (equality && binary.left() instanceof Slot && binary.right() instanceof Constant other) {
        met.add(other.value());
        return true;
      }
      return onlyCompared(binary.left(), met) && onlyCompared(binary.right(), met);
    }
    if (expression instanceof Choice choice) {
      return onlyCompared(choice.condition(), met)
          && onlyCompared(choice.then(), met)
          && onlyCompared(choice.otherwise(), met);
    }
    if (expression instanceof Lookup table) {
      if (table.code() instanceof Slot) {
        for (int code = 0; code < table.values().length; code++) {
          met.add((double) code);
        }
        return true;
      }
      return onlyCompared(table.code(), met);
    }
    return false;
  }

  /** Whether an expression may refuse a row, so that it has to be worked out. */
  static boolean refuses(Expression expression) {
    if (expression instanceof Unary unary) {
      return unary.op() == UnaryOp.REQUIRED
          || unary.op() == UnaryOp.INTEGER
          || refuses(unary.argument());
    }
    if (expression instanceof Binary binary) {
      return switch (binary.op()) {
        case ADD_INTEGERS, SUBTRACT_INTEGERS, MULTIPLY_INTEGERS, DIVIDE_INTEGERS, VALID -> true;
        default -> refuses(binary.left()) || refuses(binary.right());
      };
    }
    if (expression instanceof Choice choice) {
      return refuses(choice.condition()) || refuses(choice.then()) || refuses(choice.otherwise());
    }
    if (expression instanceof Lookup table) {
      return refuses(table.code());
    }
    if (expression instanceof io.scorejar.program.Bins bins) {
      return refuses(bins.number());
    }
    return expression instanceof io.scorejar.program.Line line && refuses(line.number());
  }
}
