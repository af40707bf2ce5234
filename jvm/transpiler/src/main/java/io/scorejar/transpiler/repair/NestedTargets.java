package io.scorejar.transpiler.repair;

import java.util.LinkedHashSet;
import java.util.List;
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
import org.dmg.pmml.mining.Segmentation.MultipleModelMethod;
import org.dmg.pmml.regression.RegressionTable;
import org.dmg.pmml.tree.Node;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Gives classifiers inside a classifier the target that JPMML's converter leaves out.
 *
 * <p>Unlike a repair, this changes what the interpreter answers: it is for PMML that comes from the
 * converter, before anybody has judged it. Where the classes are integers, as most often,
 *
 * <ul>
 *   <li>a model of several steps that is averaged, as each part of a calibrated classifier is, has
 *       classes that are text, which the average then looks up as integers: every probability is 0;
 *   <li>the parts of a one-versus-rest classifier have a class "(other)", which JPMML tries to read
 *       as an integer: an error on every row.
 * </ul>
 *
 * <p>The former get the target of the model around them, the latter one of their own, of text.
 */
public final class NestedTargets {

  private final DataDictionary dictionary;
  private int added;
  private int given;

  private NestedTargets(DataDictionary dictionary) {
    this.dictionary = dictionary;
  }

  /** Changes a PMML in place, where it has to be. */
  public static void add(PMML pmml) {
    NestedTargets targets = new NestedTargets(pmml.requireDataDictionary());
    pmml.getModels().forEach(model -> target(model).ifPresent(name -> targets.add(model, name)));
    if (targets.given > 0) {
      ConversionRepairs.note(
          pmml.getModels().get(0),
          "classifiers inside a classifier given the target that JPMML's converter leaves out: "
              + targets.given);
    }
  }

  private void add(Model model, String target) {
    if (model.requireMiningFunction() != MiningFunction.CLASSIFICATION
        || !(model instanceof MiningModel ensemble)) {
      return;
    }
    boolean chain =
        ensemble.requireSegmentation().requireMultipleModelMethod()
            == MultipleModelMethod.MODEL_CHAIN;
    List<Segment> segments = ensemble.requireSegmentation().requireSegments();
    for (Segment segment : segments) {
      Model part = segment.requireModel();
      boolean last = segment == segments.get(segments.size() - 1);
      if (part.requireMiningFunction() == MiningFunction.CLASSIFICATION) {
        addTo(part, target, chain && !last, chain && last);
      }
    }
  }

  private void addTo(Model part, String outer, boolean step, boolean answer) {
    Optional<String> own = target(part);
    if (own.isPresent()) {
      add(part, own.get());
    } else if (step && isInteger(outer) && hasTextClasses(part)) {
      String name = "class" + ++added + "(" + outer + ")";
      DataField field = new DataField(name, OpType.CATEGORICAL, DataType.STRING);
      classes(part).forEach(value -> field.addValues(new Value(value)));
      dictionary.addDataFields(field);
      give(part, name);
    } else if (!step && isInteger(outer) && (answer || isChain(part))) {
      give(part, outer);
    }
  }

  private void give(Model model, String target) {
    given++;
    model
        .requireMiningSchema()
        .addMiningFields(new MiningField(target).setUsageType(MiningField.UsageType.TARGET));
    add(model, target);
  }

  private static Optional<String> target(Model model) {
    return model.requireMiningSchema().getMiningFields().stream()
        .filter(field -> field.getUsageType() == MiningField.UsageType.TARGET)
        .map(MiningField::requireName)
        .findFirst();
  }

  private boolean isInteger(String target) {
    return dictionary.getDataFields().stream()
        .anyMatch(
            field ->
                field.requireName().equals(target) && field.requireDataType() == DataType.INTEGER);
  }

  private static boolean isChain(Model model) {
    return model instanceof MiningModel ensemble
        && ensemble.requireSegmentation().requireMultipleModelMethod()
            == MultipleModelMethod.MODEL_CHAIN;
  }

  private static boolean hasTextClasses(Model model) {
    return classes(model).stream().anyMatch(value -> !String.valueOf(value).matches("-?\\d+"));
  }

  private static Set<Object> classes(Model model) {
    Set<Object> classes = new LinkedHashSet<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(RegressionTable table) {
        if (table.getTargetCategory() != null) {
          classes.add(table.getTargetCategory());
        }
        return super.visit(table);
      }

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
