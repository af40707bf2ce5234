package io.scorejar.transpiler.rows;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DefineFunction;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Field;
import org.dmg.pmml.HasFieldReference;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.dmg.pmml.PMMLObject;
import org.dmg.pmml.TransformationDictionary;
import org.dmg.pmml.Visitable;
import org.dmg.pmml.VisitorAction;
import org.jpmml.evaluator.InputFieldUtil;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * What the names of fields mean within a model, as JPMML's {@code ModelEvaluationContext} has it:
 * fields of the mining schema come from the columns, or from the model around; others are derived.
 */
final class Scope {

  /** What all models of a document share. */
  private record Document(
      Map<String, DataField> columns,
      Map<String, DerivedField> derived,
      Map<String, DefineFunction> functions,
      Map<String, Integer> places) {}

  private final Document document;
  private final Scope parent;
  private final Map<String, MiningField> mining = new HashMap<>();
  private final Map<String, DerivedField> local = new LinkedHashMap<>();
  private final Map<String, Optional<BitSet>> sources = new HashMap<>();

  private Scope(Document document, Scope parent, Model model) {
    this.document = document;
    this.parent = parent;
    for (MiningField field : model.requireMiningSchema().getMiningFields()) {
      mining.put(field.requireName(), field);
    }
    if (model.getLocalTransformations() != null) {
      for (DerivedField field : model.getLocalTransformations().getDerivedFields()) {
        local.put(field.requireName(), field);
      }
    }
  }

  /**
   * The scope of the outermost model.
   *
   * @param places the columns of a row, by name
   */
  static Scope of(PMML pmml, Model model, Map<String, Integer> places) {
    Document document =
        new Document(new HashMap<>(), new LinkedHashMap<>(), new HashMap<>(), places);
    for (DataField field : pmml.requireDataDictionary().getDataFields()) {
      document.columns.put(field.requireName(), field);
    }
    TransformationDictionary global = pmml.getTransformationDictionary();
    if (global != null) {
      global.getDerivedFields().forEach(one -> document.derived.put(one.requireName(), one));
      global.getDefineFunctions().forEach(one -> document.functions.put(one.requireName(), one));
    }
    return new Scope(document, null, model);
  }

  /** The scope of a model inside this one; this one, where names mean the same there. */
  Scope inside(Model model) {
    Scope inner = new Scope(document, this, model);
    boolean same = inner.local.isEmpty();
    for (MiningField field : inner.mining.values()) {
      DataField column = document.columns.get(field.requireName());
      same &= column == null || InputFieldUtil.isDefault(column, field);
    }
    return same ? this : inner;
  }

  Scope parent() {
    return parent;
  }

  /** Values of the fields of a row; {@code row} gives each column's, null where it is missing. */
  FieldContext context(IntFunction<Object> row) {
    return new FieldContext(this, parent == null ? null : parent.context(row), row);
  }

  /** The column of that name, where the outermost model reads it; else -1. */
  int place(String name) {
    return parent == null && mining.containsKey(name) ? document.places.getOrDefault(name, -1) : -1;
  }

  /**
   * The field as it is treated on its way into this model; null where it does not come from
   * outside.
   */
  MiningField mining(String name) {
    return mining.get(name);
  }

  Field<?> column(String name) {
    return document.columns.get(name);
  }

  DerivedField derived(String name) {
    DerivedField field = local.get(name);
    return field == null ? document.derived.get(name) : field;
  }

  /**
   * The fields that this scope derives itself, and, if it is the outermost, those of the document.
   */
  List<DerivedField> derived() {
    List<DerivedField> fields = new ArrayList<>(local.values());
    if (parent == null) {
      fields.addAll(document.derived.values());
    }
    return fields;
  }

  DefineFunction function(String name) {
    return document.functions.get(name);
  }

  /** The columns on which a field depends; empty where it also depends on a model's answer. */
  Optional<BitSet> sources(String name) {
    Optional<BitSet> known = sources.get(name);
    if (known == null) {
      // A field that refers to itself depends on nothing that can be known.
      sources.put(name, Optional.empty());
      known = found(name);
      sources.put(name, known);
    }
    return known;
  }

  private Optional<BitSet> found(String name) {
    if (place(name) >= 0) {
      BitSet one = new BitSet();
      one.set(place(name));
      return Optional.of(one);
    }
    if (parent != null && (mining.containsKey(name) || !local.containsKey(name))) {
      return parent.sources(name);
    }
    DerivedField field = derived(name);
    return field == null ? Optional.empty() : sources(references(field));
  }

  /** The columns on which any of the fields depends. */
  Optional<BitSet> sources(List<String> names) {
    BitSet all = new BitSet();
    for (String name : names) {
      Optional<BitSet> some = sources(name);
      if (some.isEmpty()) {
        return some;
      }
      all.or(some.get());
    }
    return Optional.of(all);
  }

  /** The names of the fields that a part of a document reads, each once. */
  static List<String> references(PMMLObject part) {
    List<String> names = new ArrayList<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(PMMLObject object) {
        if (object instanceof HasFieldReference<?> reading
            && reading.getField() != null
            && !names.contains(reading.getField())) {
          names.add(reading.getField());
        }
        return super.visit(object);
      }
    }.applyTo((Visitable) part);
    return names;
  }
}
