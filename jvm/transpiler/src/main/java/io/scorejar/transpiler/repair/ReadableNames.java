package io.scorejar.transpiler.repair;

import java.util.LinkedHashSet;
import java.util.Set;
import org.dmg.pmml.Field;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.Model;
import org.dmg.pmml.Output;
import org.dmg.pmml.PMML;
import org.dmg.pmml.ParameterField;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Finds the names that a model can read a value by: those of all fields, except the targets and the
 * outputs of the model as a whole, which are only written.
 */
final class ReadableNames extends AbstractVisitor {

  private final Set<String> names = new LinkedHashSet<>();

  /** The names, in the order of the document. */
  Set<String> of(PMML pmml) {
    applyTo(pmml);
    if (pmml.hasModels()) {
      pmml.getModels().forEach(this::dropAnswers);
    }
    return names;
  }

  @Override
  public VisitorAction visit(Field<?> field) {
    // The fields inside a NeuralInput or NeuralOutput need no name.
    if (field.getName() != null) {
      names.add(field.getName());
    }
    return super.visit(field);
  }

  /** The parameters of a function get no Java names. */
  @Override
  public VisitorAction visit(ParameterField parameter) {
    return VisitorAction.CONTINUE;
  }

  private void dropAnswers(Model model) {
    for (MiningField field : model.requireMiningSchema().getMiningFields()) {
      MiningField.UsageType usage = field.getUsageType();
      if (usage == MiningField.UsageType.TARGET || usage == MiningField.UsageType.PREDICTED) {
        names.remove(field.requireName());
      }
    }
    Output output = model.getOutput();
    if (output != null && output.hasOutputFields()) {
      output.getOutputFields().forEach(field -> names.remove(field.requireName()));
    }
  }
}
