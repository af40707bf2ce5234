package io.scorejar.transpiler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMML;
import org.dmg.pmml.Value;
import org.jpmml.converter.Decorator;
import org.jpmml.model.visitors.ActiveFieldFinder;
import org.jpmml.sklearn.SkLearnEncoder;

/**
 * Makes the inputs of a PMML the columns of its pipeline: all of them, in the pipeline's order.
 *
 * <p>JPMML's converter leaves out of the DataDictionary and of each MiningSchema the columns that
 * the fitted model does not use, and they differ from one training to the next. To whoever sends
 * rows these are columns all the same, and a retrained model must be able to replace another.
 *
 * <p>A column that is missing gets the DataField that the encoder made of it: the type, values and
 * intervals that the pipeline's transformers gave it, so that it is the same input whether or not
 * the model uses it. In the MiningSchema of the top-level model, which says what a row is, it
 * becomes an active MiningField with the encoder's decorators: how the transformers treat missing
 * and invalid values. Where they do not say, {@code invalidValueTreatment="asIs"}: no answer
 * depends on the value, so none need be refused.
 */
final class PipelineColumns {

  /**
   * The only category of a column of text that the pipeline drops. Without one the column would
   * have no double, and its real values, which may be names, have no place in a model.
   */
  static final String ANY_TEXT = "(any text)";

  private final Model model;
  private final SkLearnEncoder encoder;
  private final Map<String, DataType> types;

  /** The names that derived fields refer to: a column among them was typed by a transformer. */
  private final Set<String> transformed;

  private PipelineColumns(Model model, SkLearnEncoder encoder, Map<String, DataType> types) {
    this.model = model;
    this.encoder = encoder;
    this.types = types;
    this.transformed =
        ActiveFieldFinder.getFieldNames(
            encoder.getDerivedFields().values().toArray(DerivedField[]::new));
  }

  /**
   * Adds the missing columns and puts all of them, in order, behind the other fields: the targets.
   *
   * @param pmml as the encoder made it; changed in place
   * @param columns that the pipeline takes; one that the encoder does not know by this name was
   *     renamed by the pipeline itself, and stays as it is
   * @param types of columns that do not hold numbers, by name; each counts where the converter knew
   *     nothing of the column and took it for a number
   */
  static void complete(
      PMML pmml, List<String> columns, SkLearnEncoder encoder, Map<String, DataType> types) {
    if (!pmml.hasModels()) {
      return; // Transformers alone: whoever builds a jar of it will refuse it.
    }
    Model model = pmml.getModels().get(0);
    PipelineColumns all = new PipelineColumns(model, encoder, types);
    Set<String> known = new LinkedHashSet<>(columns);
    known.retainAll(encoder.getDataFields().keySet());
    List<DataField> dataFields = pmml.requireDataDictionary().getDataFields();
    // scikit-learn's trees compare floats: the converter makes all columns that reach one float
    // fields. A column that a selector keeps from them this time may reach them the next time.
    boolean floats =
        dataFields.stream()
            .anyMatch(
                field ->
                    field.getDataType() == DataType.FLOAT && known.contains(field.requireName()));
    arrange(dataFields, DataField::requireName, known, name -> all.dataField(name, floats));
    arrange(
        model.requireMiningSchema().getMiningFields(),
        MiningField::requireName,
        known,
        all::miningField);
  }

  private static <F> void arrange(
      List<F> fields, Function<F, String> name, Set<String> columns, Function<String, F> missing) {
    Map<String, F> byName = new LinkedHashMap<>();
    fields.forEach(field -> byName.put(name.apply(field), field));
    List<F> arranged = new ArrayList<>();
    for (String column : columns) {
      F field = byName.remove(column);
      arranged.add(field == null ? missing.apply(column) : field);
    }
    arranged.addAll(0, byName.values());
    fields.clear();
    fields.addAll(arranged);
  }

  private DataField dataField(String column, boolean floats) {
    DataField field = encoder.getDataField(column);
    boolean untouched =
        field.getOpType() == OpType.CONTINUOUS
            && field.getDataType() == DataType.DOUBLE
            && !transformed.contains(column);
    if (!untouched) {
      return field;
    }
    DataType type = types.get(column);
    if (type == null) {
      return floats ? field.setDataType(DataType.FLOAT) : field;
    }
    return type == DataType.STRING
        ? new DataField(column, OpType.CATEGORICAL, type).addValues(new Value(ANY_TEXT))
        : new DataField(column, OpType.CONTINUOUS, type);
  }

  private MiningField miningField(String column) {
    MiningField field =
        new MiningField(column).setInvalidValueTreatment(InvalidValueTreatmentMethod.AS_IS);
    var decorators = encoder.getDecorators().get(model);
    if (decorators != null) {
      for (Decorator decorator : decorators.get(column)) {
        decorator.decorate(field);
      }
    }
    return field;
  }
}
