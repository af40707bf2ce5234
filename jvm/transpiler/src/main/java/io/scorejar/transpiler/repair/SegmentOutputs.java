package io.scorejar.transpiler.repair;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;
import org.dmg.pmml.mining.Segmentation.MultipleModelMethod;
import org.dmg.pmml.tree.TreeModel;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Drops the Output of trees that are only averaged or summed up, if nobody reads it.
 *
 * <p>JPMML's {@code TreeModelAggregatorTranslator} takes an ensemble of TreeModels whole, but not
 * if one of them has an Output, as each has in bagging; the ensemble is then left to the
 * interpreter, and its trees, which have no target of their own, cannot be translated by themselves
 * either.
 *
 * <p>Such an ensemble answers with its own Output. That of a segment is read only by name, or by a
 * {@code segmentId}.
 */
final class SegmentOutputs implements Repair {

  private static final Set<MultipleModelMethod> AGGREGATED =
      EnumSet.of(
          MultipleModelMethod.AVERAGE,
          MultipleModelMethod.WEIGHTED_AVERAGE,
          MultipleModelMethod.SUM,
          MultipleModelMethod.WEIGHTED_SUM,
          MultipleModelMethod.MEDIAN,
          MultipleModelMethod.WEIGHTED_MEDIAN);

  @Override
  public Optional<String> apply(PMML pmml) {
    OutputReadings readings = OutputReadings.of(pmml);
    boolean[] mended = {false};
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(MiningModel model) {
        Segmentation ensemble = model.requireSegmentation();
        if (isOfTrees(ensemble)) {
          for (Segment segment : ensemble.requireSegments()) {
            mended[0] |= mend((TreeModel) segment.requireModel(), readings);
          }
        }
        return super.visit(model);
      }
    }.applyTo(pmml);
    return mended[0]
        ? Optional.of(
            "outputs of single trees dropped, which nobody reads and for which the transpiler would"
                + " have left the ensemble to the interpreter")
        : Optional.empty();
  }

  /** Whether an ensemble is one that aggregates trees and nothing else. */
  static boolean isOfTrees(Segmentation ensemble) {
    return AGGREGATED.contains(ensemble.requireMultipleModelMethod())
        && ensemble.requireSegments().stream()
            .allMatch(segment -> segment.requireModel() instanceof TreeModel);
  }

  private static boolean mend(TreeModel tree, OutputReadings readings) {
    if (tree.getOutput() == null) {
      return false;
    }
    List<OutputField> fields = tree.getOutput().getOutputFields();
    if (fields.stream().anyMatch(field -> readings.mayRead(field.requireName()))) {
      return false;
    }
    tree.setOutput(null);
    return true;
  }
}
