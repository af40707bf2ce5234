package io.scorejar.transpiler.repair;

import java.util.List;
import java.util.Optional;
import org.dmg.pmml.PMML;
import org.dmg.pmml.ScoreDistribution;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.tree.Node;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Gives a tree's ScoreDistributions that state only a {@code probability} a {@code recordCount}.
 *
 * <p>JPMML's {@code NodeScoreDistributionManager} reads the {@code recordCount} alone, and divides
 * it by the sum over the node; a constant classifier has none: "Required attribute
 * ScoreDistribution@recordCount is not defined". Where the first of a node's ScoreDistributions has
 * a {@code probability}, the interpreter goes by that in all of them and does not read the counts.
 */
final class ScoreProbabilities implements Repair {

  @Override
  public Optional<String> apply(PMML pmml) {
    boolean[] mended = {false};
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Node node) {
        if (node.hasScoreDistributions()) {
          mended[0] |= mend(node.getScoreDistributions());
        }
        return super.visit(node);
      }
    }.applyTo(pmml);
    return mended[0]
        ? Optional.of(
            "probabilities of tree nodes stated as record counts, the only form that the transpiler"
                + " reads")
        : Optional.empty();
  }

  private static boolean mend(List<ScoreDistribution> distributions) {
    if (distributions.stream().anyMatch(each -> each.getProbability() == null)) {
      return false;
    }
    distributions.forEach(each -> each.setRecordCount(each.getProbability()));
    return true;
  }
}
