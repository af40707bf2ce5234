package io.scorejar.compiler;

import io.scorejar.Input;
import io.scorejar.Rule;
import io.scorejar.Schema;
import io.scorejar.Type;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DefineFunction;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.TransformationDictionary;

/** What all models of a document share: its fields and functions, the schema, the frame. */
final class Document {

  /** Far above what documents hold; functions that call others twice soon have more. */
  private static final int MOST_CALLED = 50_000;

  private final Map<String, DataField> dataFields = new HashMap<>();
  private final Map<String, DerivedField> derivedFields = new HashMap<>();
  private final Map<String, DefineFunction> functions = new HashMap<>();
  private final Schema schema;
  private final Frame frame;
  private int called;

  Document(PMML pmml, Schema schema) {
    this.schema = schema;
    this.frame = new Frame(schema.inputs().size());
    pmml.requireDataDictionary()
        .getDataFields()
        .forEach(field -> dataFields.put(field.requireName(), field));
    TransformationDictionary global = pmml.getTransformationDictionary();
    if (global != null) {
      global.getDerivedFields().forEach(field -> derivedFields.put(field.requireName(), field));
      global
          .getDefineFunctions()
          .forEach(function -> functions.put(function.requireName(), function));
    }
  }

  Schema schema() {
    return schema;
  }

  Frame frame() {
    return frame;
  }

  DataField dataField(String name) {
    return dataFields.get(name);
  }

  DerivedField derivedField(String name) {
    return derivedFields.get(name);
  }

  DefineFunction function(String name) {
    return functions.get(name);
  }

  /**
   * Counts the expressions of functions, each as often as it is called.
   *
   * @throws NotCompiled if they are too many
   */
  void countCalled() {
    if (++called > MOST_CALLED) {
      throw new NotCompiled("DefineFunction: functions call each other too often");
    }
  }

  /** An input of the row as a model sees it. */
  Term input(DataField field, MiningField rules) {
    int place = schema.input(field.requireName());
    if (place < 0) {
      throw NotCompiled.of(field, "'" + field.requireName() + "' is no input of the schema");
    }
    Input input = schema.inputs().get(place);
    Term raw = raw(field, input, place);
    return new Treatment(frame, field, rules, raw.type(), input).of(raw);
  }

  /** Whether an input is there on every row that the schema lets in. */
  boolean neverMissing(int slot) {
    return slot < schema.inputs().size() && schema.inputs().get(slot).missing() == Rule.REFUSED;
  }

  private Term raw(DataField field, Input input, int place) {
    boolean seen = Treatment.seen(input);
    Expression slot = new Slot(place);
    DataType type = field.requireDataType();
    if (input.type() == Type.STRING) {
      if (!input.numeric()) {
        throw NotCompiled.of(field, "'" + input.name() + "' is text without categories");
      }
      List<String> categories = input.categories().stream().map(String.class::cast).toList();
      return new Term(slot, type, field.getOpType(), categories, !seen);
    }
    boolean small =
        input.range().low() >= Integer.MIN_VALUE && input.range().high() <= Integer.MAX_VALUE;
    if (input.type() == Type.INTEGER && !seen && !small) {
      // A row may have more than JPMML's 32 bits.
      frame.slot(Ops.of(UnaryOp.INTEGER, slot));
    }
    Expression value = input.type() == Type.FLOAT ? Ops.of(UnaryOp.FLOAT, slot) : slot;
    return new Term(value, type, field.getOpType(), null);
  }
}
