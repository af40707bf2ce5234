package io.scorejar.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.MathContext;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.Value;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segmentation;

/**
 * What a model predicts.
 *
 * @param name null where the model does not name it
 * @param categories the values that it can have, of the type's class; null where none are listed
 * @param rules null for none
 */
record Target(
    String name, DataType type, OpType opType, List<Object> categories, org.dmg.pmml.Target rules) {

  /**
   * The only target of a model.
   *
   * @param parent what the model predicts of which this is a segment; null for none
   * @throws NotCompiled if there are several
   */
  static Target of(Document document, Model model, Target parent) {
    List<MiningField> fields = new ArrayList<>();
    for (MiningField field : model.requireMiningSchema().getMiningFields()) {
      if (field.getUsageType() == MiningField.UsageType.TARGET
          || field.getUsageType() == MiningField.UsageType.PREDICTED) {
        fields.add(field);
      }
    }
    if (fields.size() > 1 && isChainOfSeveral(model)) {
      // Each segment has a target of its own, and tells what it predicts.
      return new Target(null, DataType.DOUBLE, OpType.CONTINUOUS, null, null);
    }
    if (fields.size() > 1) {
      throw NotCompiled.of(model, "several targets are not compiled");
    }
    if (fields.isEmpty()) {
      return unnamed(model, parent);
    }
    DataField field = document.dataField(fields.get(0).requireName());
    if (field == null) {
      throw NotCompiled.of(fields.get(0), "there is no such field");
    }
    List<Object> categories = new ArrayList<>();
    for (Value value : field.getValues()) {
      if (value.getProperty() == Value.Property.VALID) {
        categories.add(Literals.of(field.requireDataType(), value.requireValue(), value));
      }
    }
    OpType opType = fields.get(0).getOpType();
    return new Target(
        field.requireName(),
        field.requireDataType(),
        opType != null ? opType : field.getOpType(),
        categories.isEmpty() ? null : categories,
        rules(model, field.requireName()));
  }

  private static boolean isChainOfSeveral(Model model) {
    return model instanceof MiningModel mining
        && mining.requireSegmentation().requireMultipleModelMethod()
            == Segmentation.MultipleModelMethod.MULTI_MODEL_CHAIN;
  }

  private static Target unnamed(Model model, Target parent) {
    if (model.requireMiningFunction() == MiningFunction.REGRESSION) {
      DataType type =
          model.getMathContext() == MathContext.FLOAT ? DataType.FLOAT : DataType.DOUBLE;
      return new Target(null, type, OpType.CONTINUOUS, null, rules(model, null));
    }
    // JPMML hands the type down to a segment, but not through a chain that has no target itself.
    boolean chain = model instanceof MiningModel mining && isHandedOn(mining);
    DataType type = parent == null || chain ? DataType.STRING : parent.type();
    return new Target(null, type, OpType.CATEGORICAL, null, rules(model, null));
  }

  /** Whether what a model answers is what segments of it answer. */
  static boolean isHandedOn(MiningModel model) {
    return switch (model.requireSegmentation().requireMultipleModelMethod()) {
      case SELECT_FIRST, SELECT_ALL, MODEL_CHAIN, MULTI_MODEL_CHAIN -> true;
      default -> false;
    };
  }

  private static org.dmg.pmml.Target rules(Model model, String name) {
    if (model.getTargets() != null) {
      for (org.dmg.pmml.Target rules : model.getTargets().getTargets()) {
        if (Objects.equals(rules.getTargetField(), name)) {
          return rules;
        }
      }
    }
    return null;
  }
}
