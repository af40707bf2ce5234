package io.scorejar.compiler;

import io.scorejar.program.Expression;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Field;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.Model;
import org.dmg.pmml.OutlierTreatmentMethod;
import org.dmg.pmml.OutputField;

/**
 * The fields that one model sees, each worked out when it is first asked for.
 *
 * <p>A name is looked up as JPMML does: a field of the mining schema comes from the row or from the
 * parent model and is treated as the schema says; any other is a derived field of the model or of
 * the document.
 */
final class Scope {

  private final Document document;
  private final Scope parent;
  private final Expression guard;
  private final Map<String, MiningField> miningFields = new HashMap<>();
  private final Map<String, DerivedField> derivedFields = new HashMap<>();
  private final Map<String, Field<?>> outputFields = new HashMap<>();
  private final Map<String, Term> terms = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();

  /**
   * The scope of a model.
   *
   * @param parent that of the model whose segment it is; null for none
   */
  Scope(Document document, Model model, Scope parent) {
    this.document = document;
    this.parent = parent;
    this.guard = document.frame().guard();
    for (MiningField field : model.requireMiningSchema().getMiningFields()) {
      miningFields.put(field.requireName(), field);
    }
    if (model.getLocalTransformations() != null) {
      for (DerivedField field : model.getLocalTransformations().getDerivedFields()) {
        derivedFields.put(field.requireName(), field);
      }
    }
  }

  Document document() {
    return document;
  }

  Frame frame() {
    return document.frame();
  }

  /** Makes an output of a model a field for those that come after it. */
  void declare(OutputField field, Term term) {
    outputFields.put(field.requireName(), field);
    terms.put(field.requireName(), term);
  }

  /**
   * The value of a field.
   *
   * @throws NotCompiled if it, or what it is made of, is not taken
   */
  Term field(String name) {
    Term known = terms.get(name);
    if (known != null) {
      return known;
    }
    if (!underWay.add(name)) {
      throw new NotCompiled("DerivedField: '" + name + "' is made of itself");
    }
    try {
      // Others see the field too: it is worked out for all rows on which this model is asked.
      Term term = frame().within(guard, () -> resolved(name));
      terms.put(name, term);
      return term;
    } finally {
      underWay.remove(name);
    }
  }

  private Term resolved(String name) {
    MiningField rules = miningFields.get(name);
    if (rules == null) {
      return derived(name);
    }
    DataField data = document.dataField(name);
    if (data != null) {
      if (parent == null) {
        return document.input(data, rules);
      }
      return inherited(parent.field(name), data, rules);
    }
    Field<?> field = parent == null ? null : parent.visible(name);
    if (field == null) {
      throw NotCompiled.of(rules, "there is no field '" + name + "'");
    }
    return inherited(parent.field(name), field, rules);
  }

  private Term derived(String name) {
    DerivedField local = derivedFields.get(name);
    if (local != null) {
      return new Translator(this).derived(local);
    }
    DerivedField global = document.derivedField(name);
    if (global != null) {
      return parent != null && parentCompatible()
          ? parent.field(name)
          : new Translator(this).derived(global);
    }
    throw new NotCompiled("FieldRef: there is no field '" + name + "'");
  }

  /** Whether the model takes all fields of the document just as its parent has them. */
  private boolean parentCompatible() {
    for (MiningField rules : miningFields.values()) {
      DataField data = document.dataField(rules.requireName());
      boolean input =
          rules.getUsageType() == MiningField.UsageType.ACTIVE
              || rules.getUsageType() == MiningField.UsageType.SUPPLEMENTARY;
      if (input && data != null && !Treatment.unchanged(data, rules)) {
        return false;
      }
    }
    return true;
  }

  private Term inherited(Term value, Field<?> field, MiningField rules) {
    if (Treatment.unchanged(field, rules)) {
      return value;
    }
    return new Treatment(frame(), field, rules, value.type(), null).of(value);
  }

  private Field<?> visible(String name) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      if (scope.outputFields.containsKey(name)) {
        return scope.outputFields.get(name);
      }
      if (scope.derivedFields.containsKey(name)) {
        return scope.derivedFields.get(name);
      }
    }
    return null;
  }

  /** Whether the mining schema may make another number of one that is there. */
  boolean treats(String name) {
    MiningField rules = miningFields.get(name);
    DataField data = document.dataField(name);
    return rules != null
        && (rules.getOutlierTreatment() != OutlierTreatmentMethod.AS_IS
            || (data != null && data.hasIntervals()));
  }

  /** Whether a value is there on every row that the schema lets in. */
  boolean neverMissing(Expression value) {
    return Missing.never(value, document::neverMissing);
  }
}
