package io.scorejar.transpiler.repair;

import java.util.HashSet;
import java.util.Set;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.mining.MiningModel;
import org.jpmml.model.visitors.AbstractVisitor;
import org.jpmml.model.visitors.ActiveFieldFinder;

/**
 * Makes a category that HistGradientBoosting did not know a missing value, as it is to
 * scikit-learn.
 *
 * <p>JPMML's converter lets it through as it is; then it is in neither set of a split, and the
 * model answers nothing. For PMML that comes from the converter, before anybody has judged it.
 */
public final class UnknownCategories {

  private static final String ALGORITHM = "HistGradientBoosting";

  private UnknownCategories() {}

  /** Changes a PMML in place: the columns that no other kind of model or transformer reads. */
  public static void makeMissing(PMML pmml) {
    Set<String> categorical = new HashSet<>();
    pmml.requireDataDictionary().getDataFields().stream()
        .filter(field -> field.hasValues())
        .forEach(field -> categorical.add(field.requireName()));
    Set<String> read = new HashSet<>();
    Set<String> readByOthers = new HashSet<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Model model) {
        if (!(model instanceof MiningModel)) {
          (isInside(model, getParents()) ? read : readByOthers)
              .addAll(ActiveFieldFinder.getFieldNames(model));
        }
        return super.visit(model);
      }

      @Override
      public VisitorAction visit(DerivedField field) {
        readByOthers.addAll(ActiveFieldFinder.getFieldNames(field));
        return super.visit(field);
      }
    }.applyTo(pmml);
    read.retainAll(categorical);
    read.removeAll(readByOthers);
    int changed = 0;
    for (Model model : pmml.getModels()) {
      for (MiningField field : model.requireMiningSchema().getMiningFields()) {
        if (read.contains(field.requireName())
            && field.getInvalidValueTreatment() == InvalidValueTreatmentMethod.AS_IS) {
          field.setInvalidValueTreatment(InvalidValueTreatmentMethod.AS_MISSING);
          changed++;
        }
      }
      if (changed > 0) {
        ConversionRepairs.note(
            model,
            "categories that HistGradientBoosting did not know made missing values, as they are to"
                + " scikit-learn; columns: "
                + changed);
      }
    }
  }

  private static boolean isInside(Model model, Iterable<?> parents) {
    if (isHistogramBoosting(model)) {
      return true;
    }
    for (Object parent : parents) {
      if (parent instanceof Model outer && isHistogramBoosting(outer)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHistogramBoosting(Model model) {
    String algorithm = model.getAlgorithmName();
    return algorithm != null && algorithm.contains(ALGORITHM);
  }
}
