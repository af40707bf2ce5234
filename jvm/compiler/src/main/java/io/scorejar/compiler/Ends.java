package io.scorejar.compiler;

import io.scorejar.program.Expression;
import io.scorejar.program.UnaryOp;
import java.util.function.ToIntFunction;
import org.dmg.pmml.tree.Node;

/**
 * How ways through trees may end, gathered while trees grow: what a sum of their leaves means hangs
 * on it.
 */
final class Ends {

  private boolean missing;
  private boolean refused;

  /** The rows of leaf values of the ends of a tree. */
  record Rows(ToIntFunction<Node> node, int missing, int refused, int out) {}

  /** The rows of ends, each of which is noted. */
  ToIntFunction<Place.End> noted(TreeNodes nodes, Rows rows) {
    return end ->
        switch (end.kind()) {
          case NODE -> {
            if (nodes.answers(end.node())) {
              yield rows.node().applyAsInt(end.node());
            }
            refused = true;
            yield rows.refused();
          }
          case MISSING -> {
            missing = true;
            yield rows.missing();
          }
          case REFUSED -> {
            refused = true;
            yield rows.refused();
          }
          case OUT -> rows.out();
        };
  }

  /** Whether there may be no prediction. */
  boolean missing() {
    return missing;
  }

  /** Whether rows may be refused. */
  boolean refused() {
    return refused;
  }

  /** Whether a sum of answers that is no number has two meanings. */
  boolean ambiguous() {
    return missing && refused;
  }

  /** A sum that is NaN on refused rows, and on no others if some are refused. */
  Expression value(Expression sum) {
    return refused ? Ops.of(UnaryOp.REQUIRED, sum) : sum;
  }
}
