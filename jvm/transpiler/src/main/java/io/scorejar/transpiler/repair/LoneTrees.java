package io.scorejar.transpiler.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.MiningSchema;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.dmg.pmml.True;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;
import org.dmg.pmml.mining.Segmentation.MultipleModelMethod;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;
import org.jpmml.model.visitors.AbstractVisitor;
import org.jpmml.model.visitors.ActiveFieldFinder;

/**
 * Makes an ensemble of one of a tree that stands alone, if it is very large or in a chain.
 *
 * <p>JPMML's {@code TreeModelTranslator} writes the scores of all leaves into the code as one
 * array, which javac refuses beyond some 1600 leaves of a classifier and 6000 of a regression:
 * "code too large". {@code TreeModelAggregatorTranslator} puts them into a resource.
 *
 * <p>In front of a regression, as LightGBM's only tree is, the code that it writes for a tree does
 * not compile: "Number cannot be converted to Value&lt;V>". That for an ensemble does.
 *
 * <p>The average of one number is that number, and the probabilities of one tree are their average.
 */
final class LoneTrees implements Repair {

  /** In leaves. */
  private static final int LARGE = 1000;

  @Override
  public Optional<String> apply(PMML pmml) {
    int[] mended = {0, 0};
    ListIterator<Model> models = pmml.getModels().listIterator();
    while (models.hasNext()) {
      if (models.next() instanceof TreeModel tree && isLarge(tree)) {
        models.set(ensembleOf(tree));
        mended[0]++;
      }
    }
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Segmentation segmentation) {
        if (!SegmentOutputs.isOfTrees(segmentation)) {
          for (Segment segment : segmentation.requireSegments()) {
            if (segment.requireModel() instanceof TreeModel tree) {
              boolean large = isLarge(tree);
              if (large || isChained(segmentation, tree)) {
                segment.setModel(ensembleOf(tree));
                mended[large ? 0 : 1]++;
              }
            }
          }
        }
        return super.visit(segmentation);
      }
    }.applyTo(pmml);
    List<String> said = new ArrayList<>();
    if (mended[0] > 0) {
      said.add(
          "trees with more than "
              + LARGE
              + " leaves made ensembles of one tree, whose scores the transpiler keeps outside of"
              + " the code: "
              + mended[0]);
    }
    if (mended[1] > 0) {
      said.add(
          "lone trees in front of a regression made ensembles of one tree, because the code for"
              + " them would not compile: "
              + mended[1]);
    }
    return said.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", said));
  }

  private static boolean isChained(Segmentation segmentation, TreeModel tree) {
    return segmentation.requireMultipleModelMethod() == MultipleModelMethod.MODEL_CHAIN
        && tree.requireMiningFunction() == MiningFunction.REGRESSION;
  }

  private static boolean isLarge(TreeModel tree) {
    int[] leaves = {0};
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Node node) {
        leaves[0] += node.hasNodes() ? 0 : 1;
        return super.visit(node);
      }
    }.applyTo(tree);
    return leaves[0] > LARGE && isAnsweredByScores(tree);
  }

  /** A classifier without ScoreDistributions votes; of votes there is no average. */
  private static boolean isAnsweredByScores(TreeModel tree) {
    boolean[] all = {true};
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Node node) {
        all[0] &= node.hasNodes() || node.hasScoreDistributions();
        return super.visit(node);
      }
    }.applyTo(tree);
    return tree.requireMiningFunction() == MiningFunction.REGRESSION || all[0];
  }

  private static MiningModel ensembleOf(TreeModel tree) {
    MiningSchema inner = new MiningSchema();
    Set<String> read = ActiveFieldFinder.getFieldNames(tree.requireNode());
    read.forEach(field -> inner.addMiningFields(new MiningField(field)));
    Segmentation alone =
        new Segmentation(
            MultipleModelMethod.AVERAGE,
            List.of(new Segment().setId("1").setPredicate(new True()).setModel(tree)));
    MiningModel ensemble =
        new MiningModel(tree.requireMiningFunction(), tree.requireMiningSchema())
            .setSegmentation(alone)
            .setMathContext(tree.getMathContext())
            .setAlgorithmName(tree.getAlgorithmName())
            .setModelName(tree.getModelName())
            .setOutput(tree.getOutput())
            .setTargets(tree.getTargets())
            .setLocalTransformations(tree.getLocalTransformations());
    tree.setMiningSchema(inner).setOutput(null).setTargets(null).setLocalTransformations(null);
    return ensemble;
  }
}
