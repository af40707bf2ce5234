package io.scorejar.kernel;

import io.scorejar.program.Assign;
import io.scorejar.program.Best;
import io.scorejar.program.Binary;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Choice;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Layer;
import io.scorejar.program.Lookup;
import io.scorejar.program.Program;
import io.scorejar.program.Slot;
import io.scorejar.program.Step;
import io.scorejar.program.Unary;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The steps of a program without what changes no answer: asking whether a value is missing where
 * the result would be missing anyway, copies, and sums that nobody reads. PMML's outputs of a
 * classifier ask for each class whether there is a label.
 */
final class Simplified {

  final List<Step> steps = new ArrayList<>();
  final int[] outputs;

  /** By slot, the slots of which one is missing exactly where the value in it is. */
  private final Map<Integer, BitSet> missing = new HashMap<>();

  /** How many codes, 0, 1, …, a slot may hold. */
  private final Map<Integer, Integer> codes = new HashMap<>();

  private final Map<Integer, Integer> copies = new HashMap<>();

  Simplified(Program program) {
    for (int slot = 0; slot < program.inputs(); slot++) {
      missing.put(slot, of(slot));
    }
    for (Step step : program.steps()) {
      Step left = step instanceof Assign assign ? simple(assign) : step;
      learn(left);
      steps.add(left);
    }
    outputs = new int[program.outputs()];
    Arrays.setAll(outputs, i -> copies.getOrDefault(program.output(i), program.output(i)));
    BitSet read = new BitSet();
    Arrays.stream(outputs).forEach(read::set);
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (unread(steps.get(i), read)) {
        steps.remove(i);
      } else {
        steps.get(i).reads(read::set);
      }
    }
  }

  /** Whether a step can go: nobody reads what it writes, and it refuses no row. */
  private static boolean unread(Step step, BitSet read) {
    boolean harmless =
        step instanceof Layer || (step instanceof Assign copy && copy.expression() instanceof Slot);
    BitSet written = new BitSet();
    step.writes(written::set);
    return harmless && !written.intersects(read);
  }

  private Step simple(Assign step) {
    return new Assign(step.slot(), simple(step.expression()));
  }

  /** Of "missing where E is, otherwise V", only V where that is missing with E. */
  private Expression simple(Expression expression) {
    Choice choice = guarded(expression);
    if (choice != null && choice.condition() instanceof Unary asked) {
      BitSet without = missing(asked.argument());
      BitSet with = missing(choice.otherwise());
      if (without != null && with != null && inside(without, with)) {
        return simple(choice.otherwise());
      }
    }
    return expression;
  }

  private static boolean inside(BitSet some, BitSet all) {
    BitSet outside = (BitSet) some.clone();
    outside.andNot(all);
    return outside.isEmpty();
  }

  /** A choice of the form "missing where E is, otherwise V", or null. */
  private static Choice guarded(Expression expression) {
    return expression instanceof Choice choice
            && choice.condition() instanceof Unary asked
            && asked.op() == UnaryOp.IS_MISSING
            && choice.then() instanceof Constant constant
            && Double.isNaN(constant.value())
        ? choice
        : null;
  }

  private void learn(Step step) {
    if (step instanceof Assign assign) {
      BitSet where = missing(assign.expression());
      missing.put(assign.slot(), where == null ? of(assign.slot()) : where);
      if (assign.expression() instanceof Slot from) {
        copies.put(assign.slot(), copies.getOrDefault(from.slot(), from.slot()));
      }
    } else if (step instanceof Layer layer && plain(layer)) {
      missing.put(layer.target(0), missing.get(layer.slot(0)));
    } else if (step instanceof Best best) {
      missing.put(best.target(), new BitSet());
      codes.put(best.target(), best.width());
    } else {
      step.writes(slot -> missing.put(slot, of(slot)));
    }
  }

  /** One finite weight that is not 0 and a finite bias: no infinity becomes missing. */
  private static boolean plain(Layer layer) {
    return layer.sums() == 1
        && layer.width() == 1
        && !layer.floats()
        && layer.weight(0, 0) != 0
        && Double.isFinite(layer.weight(0, 0))
        && Double.isFinite(layer.bias(0));
  }

  private static BitSet of(int slot) {
    BitSet one = new BitSet();
    one.set(slot);
    return one;
  }

  /** The slots of which one is missing exactly where the value is, or null if nothing is known. */
  private BitSet missing(Expression expression) {
    if (expression instanceof Slot slot) {
      return missing.get(slot.slot());
    }
    if (expression instanceof Constant constant) {
      return Double.isNaN(constant.value()) ? null : new BitSet();
    }
    if (expression instanceof Unary unary && unary.op() == UnaryOp.LOGIT) {
      return missing(unary.argument());
    }
    if (expression instanceof Binary binary
        && binary.op() == BinaryOp.SUBTRACT
        && binary.left() instanceof Constant constant
        && Double.isFinite(constant.value())) {
      return missing(binary.right());
    }
    if (expression instanceof Lookup lookup && always(lookup)) {
      return missing(lookup.code());
    }
    Choice choice = guarded(expression);
    if (choice != null && choice.condition() instanceof Unary asked) {
      BitSet without = missing(asked.argument());
      BitSet with = missing(choice.otherwise());
      if (without != null && with != null) {
        BitSet either = (BitSet) without.clone();
        either.or(with);
        return either;
      }
    }
    return null;
  }

  /** Whether a table has a value for every code that there may be, and none for a missing one. */
  private boolean always(Lookup lookup) {
    Integer count = codes(lookup.code());
    return count != null
        && count <= lookup.values().length
        && Arrays.stream(lookup.values()).noneMatch(Double::isNaN)
        && Double.isNaN(lookup.missing());
  }

  private Integer codes(Expression code) {
    if (code instanceof Slot slot) {
      return codes.get(slot.slot());
    }
    Choice choice = guarded(code);
    return choice == null ? null : codes(choice.otherwise());
  }
}
