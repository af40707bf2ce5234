package io.scorejar.transpiler.repair;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.DataDictionary;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMML;
import org.dmg.pmml.ScoreDistribution;
import org.dmg.pmml.Value;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;
import org.dmg.pmml.mining.Segmentation.MultipleModelMethod;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;
import org.jpmml.evaluator.TypeUtil;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Gives the classifying trees inside a larger model a target field that lists their classes.
 *
 * <p>JPMML's {@code ModelTranslator.getTargetCategories} takes the classes from the model's own
 * target, and fails with a NullPointerException on {@code categories} where it has none: a
 * TreeModel or an ensemble of TreeModels as a part of a stack, a vote, a calibrated or a
 * one-versus-rest classifier. The interpreter makes do with a target without a name.
 *
 * <p>The new target is a DataField with a new name and no other use. The last model of a chain,
 * whose results are those of the chain, has to have the chain's target and is left alone.
 */
final class TargetCategories implements Repair {

  @Override
  public Optional<String> apply(PMML pmml) {
    Mender mender = new Mender(pmml.requireDataDictionary(), FreshNames.of(pmml));
    if (pmml.hasModels()) {
      pmml.getModels().forEach(model -> mender.mendInside(model, DataType.STRING));
    }
    return mender.mended == 0
        ? Optional.empty()
        : Optional.of(
            "classes listed for trees inside the model, without which the transpiler fails: "
                + mender.mended);
  }

  private static final class Mender {

    private final DataDictionary dictionary;
    private final FreshNames names;
    private int mended;

    Mender(DataDictionary dictionary, FreshNames names) {
      this.dictionary = dictionary;
      this.names = names;
    }

    /** Mends the models in a model; its target, or else its parent's, says the type of classes. */
    void mendInside(Model model, DataType inherited) {
      if (!(model instanceof MiningModel ensemble)) {
        return;
      }
      DataType type = targetType(model).orElse(inherited);
      Segmentation segmentation = ensemble.requireSegmentation();
      if (SegmentOutputs.isOfTrees(segmentation)) {
        return;
      }
      boolean chain = segmentation.requireMultipleModelMethod() == MultipleModelMethod.MODEL_CHAIN;
      int count = segmentation.requireSegments().size();
      for (int i = 0; i < count; i++) {
        Segment segment = segmentation.requireSegments().get(i);
        Model part = segment.requireModel();
        if (isConcerned(part) && !(chain && i == count - 1)) {
          mend(part, type);
        }
        mendInside(part, type);
      }
    }

    private boolean isConcerned(Model model) {
      return model.requireMiningFunction() == MiningFunction.CLASSIFICATION
          && target(model).isEmpty()
          && (model instanceof TreeModel
              || (model instanceof MiningModel ensemble
                  && SegmentOutputs.isOfTrees(ensemble.requireSegmentation())));
    }

    private void mend(Model model, DataType inherited) {
      Set<Object> classes = classes(model);
      if (classes.isEmpty()) {
        return;
      }
      boolean typed = classes.stream().allMatch(value -> isOf(inherited, value));
      DataField target =
          new DataField(names.next(), OpType.CATEGORICAL, typed ? inherited : DataType.STRING);
      classes.forEach(value -> target.addValues(new Value(value)));
      dictionary.addDataFields(target);
      model
          .requireMiningSchema()
          .addMiningFields(
              new MiningField(target.requireName()).setUsageType(MiningField.UsageType.TARGET));
      mended++;
    }

    private Optional<DataType> targetType(Model model) {
      return target(model)
          .flatMap(
              name ->
                  dictionary.getDataFields().stream()
                      .filter(field -> field.requireName().equals(name))
                      .map(DataField::requireDataType)
                      .findFirst());
    }

    private static Optional<String> target(Model model) {
      return model.requireMiningSchema().getMiningFields().stream()
          .filter(
              field ->
                  field.getUsageType() == MiningField.UsageType.TARGET
                      || field.getUsageType() == MiningField.UsageType.PREDICTED)
          .map(MiningField::requireName)
          .findFirst();
    }

    private static boolean isOf(DataType type, Object value) {
      try {
        TypeUtil.parseOrCast(type, value);
        return true;
      } catch (RuntimeException e) {
        return false;
      }
    }

    private static Set<Object> classes(Model model) {
      Set<Object> classes = new LinkedHashSet<>();
      new AbstractVisitor() {
        @Override
        public VisitorAction visit(Node node) {
          if (node.hasScoreDistributions()) {
            node.getScoreDistributions().stream()
                .map(ScoreDistribution::requireValue)
                .forEach(classes::add);
          }
          return super.visit(node);
        }
      }.applyTo(model);
      return classes;
    }
  }
}
