package io.scorejar.compiler;

import io.scorejar.program.Binary;
import io.scorejar.program.Bins;
import io.scorejar.program.Choice;
import io.scorejar.program.Expression;
import io.scorejar.program.Line;
import io.scorejar.program.Lookup;
import io.scorejar.program.Unary;

/**
 * Tells whether an expression is so large that it is to be worked out in a step of its own.
 *
 * <p>Expressions share their parts, but are walked, written and run as if they did not: functions
 * of PMML that use their argument twice and call each other would double it each time. Programs
 * nest expressions 200 levels deep at most.
 */
final class Extent {

  private static final int MOST_NODES = 2_000;
  private static final int MOST_LEVELS = 100;

  private int nodes;

  private Extent() {}

  /** Whether it has too many nodes, or too many levels. */
  static boolean large(Expression expression) {
    return !new Extent().fits(expression, MOST_LEVELS);
  }

  private boolean fits(Expression expression, int levels) {
    if (++nodes > MOST_NODES || levels == 0) {
      return false;
    }
    if (expression instanceof Unary unary) {
      return fits(unary.argument(), levels - 1);
    }
    if (expression instanceof Binary binary) {
      return fits(binary.left(), levels - 1) && fits(binary.right(), levels - 1);
    }
    if (expression instanceof Choice choice) {
      return fits(choice.condition(), levels - 1)
          && fits(choice.then(), levels - 1)
          && fits(choice.otherwise(), levels - 1);
    }
    if (expression instanceof Lookup table) {
      return fits(table.code(), levels - 1);
    }
    if (expression instanceof Bins bins) {
      return fits(bins.number(), levels - 1);
    }
    return !(expression instanceof Line line) || fits(line.number(), levels - 1);
  }
}
