package io.scorejar.jpmml;

import java.util.List;
import org.dmg.pmml.Extension;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MiningSchema;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.jpmml.evaluator.ModelEvaluator;

/**
 * What a model calls the fields of a row, in the order of the schema: the names of the active
 * fields of its MiningSchema.
 *
 * <p>Out of that JPMML's transpiler leaves the fields that the generated code does not read ({@code
 * PMMLTemplate} applies a {@code MiningSchemaCleaner}). A row has them all the same, so the names
 * are noted before: an {@code Extension} of the MiningSchema, which the transpiler does write,
 * holds one each.
 */
public final class InputNames {

  private static final String NAME = "input";
  private static final String EXTENDER = "io.scorejar";

  private InputNames() {}

  /** Notes the names, before the transpiler sees the model and after the last field is renamed. */
  public static void note(PMML pmml) {
    for (Model model : pmml.getModels()) {
      MiningSchema schema = model.requireMiningSchema();
      for (MiningField field : schema.getMiningFields()) {
        if (field.getUsageType() == MiningField.UsageType.ACTIVE) {
          schema.addExtensions(new Extension(NAME, field.requireName()).setExtender(EXTENDER));
        }
      }
    }
  }

  /** The names: those that were noted, or else those of the fields that there are. */
  static List<String> of(ModelEvaluator<?> evaluator) {
    List<String> noted =
        evaluator.getModel().requireMiningSchema().getExtensions().stream()
            .filter(one -> NAME.equals(one.getName()) && EXTENDER.equals(one.getExtender()))
            .map(Extension::getValue)
            .toList();
    return noted.isEmpty()
        ? evaluator.getActiveFields().stream().map(field -> field.getName()).toList()
        : noted;
  }
}
