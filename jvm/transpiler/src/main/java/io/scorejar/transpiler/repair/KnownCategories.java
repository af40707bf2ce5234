package io.scorejar.transpiler.repair;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmg.pmml.DataField;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.Value;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;

/** The fields that take no other values than those that the DataDictionary lists. */
final class KnownCategories {

  private final Map<String, Set<String>> categories = new HashMap<>();

  private KnownCategories() {}

  /** Reads a document. */
  static KnownCategories of(PMML pmml) {
    KnownCategories known = new KnownCategories();
    for (DataField field : pmml.requireDataDictionary().getDataFields()) {
      if (field.hasValues()) {
        known.categories.put(field.requireName(), valid(field));
      }
    }
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(MiningField field) {
        InvalidValueTreatmentMethod treatment = field.getInvalidValueTreatment();
        if (treatment == InvalidValueTreatmentMethod.AS_IS
            || treatment == InvalidValueTreatmentMethod.AS_VALUE) {
          known.categories.remove(field.requireName());
        }
        return super.visit(field);
      }
    }.applyTo(pmml);
    return known;
  }

  private static Set<String> valid(DataField field) {
    return field.getValues().stream()
        .filter(value -> value.getProperty() == Value.Property.VALID)
        .map(value -> String.valueOf(value.requireValue()))
        .collect(Collectors.toSet());
  }

  /** Whether a field has no value outside these. */
  boolean areAll(String field, Set<String> values) {
    Set<String> all = categories.get(field);
    return all != null && !all.isEmpty() && values.containsAll(all);
  }
}
