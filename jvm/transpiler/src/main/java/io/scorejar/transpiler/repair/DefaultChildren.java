package io.scorejar.transpiler.repair;

import java.util.Optional;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.tree.TreeModel;
import org.dmg.pmml.tree.TreeModel.MissingValueStrategy;
import org.dmg.pmml.tree.TreeModel.NoTrueChildStrategy;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Says without {@code missingValueStrategy="defaultChild"} where a row with a missing value goes.
 *
 * <p>JPMML's {@code TreeModelTranslator} refuses a TreeModel with that strategy, as those of
 * HistGradientBoosting are, and leaves it to the interpreter, which is several times slower. {@link
 * DefaultChild} is how a node is rewritten.
 */
final class DefaultChildren implements Repair {

  @Override
  public Optional<String> apply(PMML pmml) {
    KnownCategories known = KnownCategories.of(pmml);
    int[] mended = {0};
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(TreeModel tree) {
        if (isConcerned(tree) && DefaultChild.rewriteAll(tree.requireNode(), known)) {
          tree.setMissingValueStrategy(MissingValueStrategy.NONE);
          mended[0]++;
        }
        return super.visit(tree);
      }
    }.applyTo(pmml);
    return mended[0] == 0
        ? Optional.empty()
        : Optional.of(
            "trees rewritten without default children, with which the transpiler would have left"
                + " them to the interpreter: "
                + mended[0]);
  }

  /** A penalty makes the answer depend on how many values were missing. */
  private static boolean isConcerned(TreeModel tree) {
    return tree.getMissingValueStrategy() == MissingValueStrategy.DEFAULT_CHILD
        && tree.getNoTrueChildStrategy() == NoTrueChildStrategy.RETURN_NULL_PREDICTION
        && tree.getMissingValuePenalty().doubleValue() == 1;
  }
}
