package io.scorejar.transpiler.repair;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MiningField.UsageType;
import org.dmg.pmml.MiningSchema;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMML;
import org.dmg.pmml.PMMLObject;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.mining.MiningModel;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Lets a model inside the model see the field behind a cast.
 *
 * <p>JPMML's {@code FpPrimitiveEncoder.follow} reads a number straight from where it comes from
 * where a continuous DerivedField is but a FieldRef to it, as {@code float(x)} is to {@code x}. If
 * the DerivedField stands further out than the next model, the MiningSchemas between do not list
 * {@code x}, and {@code MiningSchemaCleaner} does not add it: "Field "x" is not defined".
 *
 * <p>A MiningField more lets a model read a value; it gives it nothing new to say.
 */
final class CastFields implements Repair {

  @Override
  public Optional<String> apply(PMML pmml) {
    Map<String, String> casts = casts(pmml);
    Set<String> shown = new LinkedHashSet<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(MiningModel model) {
        PMMLObject parent = getParent();
        boolean translatedWhole = SegmentOutputs.isOfTrees(model.requireSegmentation());
        if (!(parent instanceof PMML) && !translatedWhole) {
          shown.addAll(show(model.requireMiningSchema(), casts));
        }
        return super.visit(model);
      }
    }.applyTo(pmml);
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "fields behind a cast shown to models inside the model, where the transpiler reads them"
                + " without having asked for them: "
                + Listing.of(shown));
  }

  /** From the name of a field that only casts another to the name of that other. */
  private static Map<String, String> casts(PMML pmml) {
    Map<String, String> casts = new HashMap<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(DerivedField field) {
        if (field.getName() != null
            && field.requireOpType() == OpType.CONTINUOUS
            && field.getExpression() instanceof FieldRef original) {
          casts.put(field.getName(), original.requireField());
        }
        return super.visit(field);
      }
    }.applyTo(pmml);
    return casts;
  }

  private static Set<String> show(MiningSchema schema, Map<String, String> casts) {
    Set<String> listed = new LinkedHashSet<>();
    for (MiningField field : List.copyOf(schema.getMiningFields())) {
      listed.add(field.requireName());
    }
    Set<String> shown = new LinkedHashSet<>();
    for (MiningField field : List.copyOf(schema.getMiningFields())) {
      if (field.getUsageType() == UsageType.ACTIVE) {
        String original = casts.get(field.requireName());
        while (original != null && listed.add(original)) {
          schema.addMiningFields(new MiningField(original));
          shown.add(original);
          original = casts.get(original);
        }
      }
    }
    return shown;
  }
}
