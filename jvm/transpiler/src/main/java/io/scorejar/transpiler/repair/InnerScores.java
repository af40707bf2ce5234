package io.scorejar.transpiler.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;
import org.dmg.pmml.tree.TreeModel.MissingValueStrategy;
import org.dmg.pmml.tree.TreeModel.NoTrueChildStrategy;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Gives the nodes of a regression tree that are no leaves a score, which nobody reads.
 *
 * <p>JPMML's {@code NodeScoreManager.prepare} wants a {@code score} of every Node: "Required
 * attribute Node@score is not defined". The score of a node with children is the prediction only
 * where a {@code missingValueStrategy} or {@code noTrueChildStrategy} asks for the last prediction;
 * if no node with children has one, that strategy comes to the same as no prediction.
 */
final class InnerScores implements Repair {

  private static final String UNREAD = "0";

  @Override
  public Optional<String> apply(PMML pmml) {
    int[] mended = {0};
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(TreeModel tree) {
        mended[0] += mend(tree) ? 1 : 0;
        return super.visit(tree);
      }
    }.applyTo(pmml);
    return mended[0] == 0
        ? Optional.empty()
        : Optional.of(
            "inner nodes of trees given a score, without which the transpiler fails though nobody"
                + " reads it: "
                + mended[0]);
  }

  private static boolean mend(TreeModel tree) {
    MissingValueStrategy missing = tree.getMissingValueStrategy();
    if (tree.requireMiningFunction() != MiningFunction.REGRESSION
        || (missing != MissingValueStrategy.NONE
            && missing != MissingValueStrategy.NULL_PREDICTION)) {
      return false;
    }
    List<Node> scored = new ArrayList<>();
    List<Node> unscored = new ArrayList<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Node node) {
        if (node.hasNodes()) {
          (node.hasScore() ? scored : unscored).add(node);
        }
        return super.visit(node);
      }
    }.applyTo(tree);
    boolean unread =
        tree.getNoTrueChildStrategy() == NoTrueChildStrategy.RETURN_NULL_PREDICTION
            || scored.isEmpty();
    if (unscored.isEmpty() || !unread) {
      return false;
    }
    tree.setNoTrueChildStrategy(NoTrueChildStrategy.RETURN_NULL_PREDICTION);
    unscored.forEach(node -> node.setScore(UNREAD));
    return true;
  }
}
