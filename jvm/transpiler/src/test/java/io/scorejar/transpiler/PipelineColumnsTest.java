package io.scorejar.transpiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.dmg.pmml.Apply;
import org.dmg.pmml.DataDictionary;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MiningField.UsageType;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.MiningSchema;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMML;
import org.dmg.pmml.Value;
import org.dmg.pmml.regression.NumericPredictor;
import org.dmg.pmml.regression.RegressionModel;
import org.dmg.pmml.regression.RegressionTable;
import org.jpmml.converter.InvalidValueDecorator;
import org.jpmml.sklearn.SkLearnEncoder;
import org.junit.jupiter.api.Test;

/** A regression over one column, {@code used}, of a pipeline that takes more of them. */
final class PipelineColumnsTest {

  private final SkLearnEncoder encoder = new SkLearnEncoder();

  PipelineColumnsTest() {
    encoder.createDataField("y", OpType.CONTINUOUS, DataType.DOUBLE);
  }

  private PMML complete(Map<String, DataType> types, String... columns) {
    RegressionTable table =
        new RegressionTable(1).addNumericPredictors(new NumericPredictor("used", 2));
    RegressionModel model =
        new RegressionModel(
            MiningFunction.REGRESSION,
            new MiningSchema().addMiningFields(new MiningField("y").setUsageType(UsageType.TARGET)),
            List.of(table));
    PMML pmml = encoder.encodePMML(model);
    PipelineColumns.complete(pmml, List.of(columns), encoder, types);
    return pmml;
  }

  private static List<String> dataFields(PMML pmml) {
    DataDictionary dictionary = pmml.requireDataDictionary();
    return dictionary.getDataFields().stream().map(DataField::requireName).toList();
  }

  private static List<MiningField> miningFields(PMML pmml) {
    return pmml.getModels().get(0).requireMiningSchema().getMiningFields();
  }

  private static DataField dataField(PMML pmml, String name) {
    return pmml.requireDataDictionary().getDataFields().stream()
        .filter(field -> field.requireName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static InvalidValueTreatmentMethod invalid(PMML pmml, String name) {
    return miningFields(pmml).stream()
        .filter(field -> field.requireName().equals(name))
        .findFirst()
        .orElseThrow()
        .getInvalidValueTreatment();
  }

  @Test
  void columns_that_the_model_does_not_use_are_inputs_in_the_order_of_the_pipeline() {
    for (String column : List.of("last", "used", "first")) {
      encoder.createDataField(column);
    }
    PMML pmml = complete(Map.of(), "first", "used", "last");
    assertEquals(List.of("y", "first", "used", "last"), dataFields(pmml));
    assertEquals(
        List.of("y", "first", "used", "last"),
        miningFields(pmml).stream().map(MiningField::requireName).toList());
    assertEquals(
        List.of(UsageType.TARGET, UsageType.ACTIVE, UsageType.ACTIVE, UsageType.ACTIVE),
        miningFields(pmml).stream().map(MiningField::getUsageType).toList());
  }

  @Test
  void a_column_has_the_type_and_categories_that_the_transformers_gave_it() {
    encoder.createDataField("used");
    encoder.createDataField("job", OpType.CATEGORICAL, DataType.STRING, List.of("nurse", "clerk"));
    DataField job = dataField(complete(Map.of("job", DataType.DATE), "job", "used"), "job");
    assertEquals(DataType.STRING, job.getDataType());
    assertEquals(
        List.of("nurse", "clerk"), job.getValues().stream().map(Value::requireValue).toList());
  }

  @Test
  void a_value_that_the_transformers_refuse_is_refused_and_any_other_taken() {
    encoder.createDataField("used");
    DataField strict =
        encoder.createDataField("strict", OpType.CATEGORICAL, DataType.STRING, List.of("a"));
    encoder.createDataField("mild", OpType.CATEGORICAL, DataType.STRING, List.of("a"));
    encoder.addDecorator(
        strict, new InvalidValueDecorator(InvalidValueTreatmentMethod.RETURN_INVALID, null));
    PMML pmml = complete(Map.of(), "strict", "used", "mild");
    assertEquals(InvalidValueTreatmentMethod.RETURN_INVALID, invalid(pmml, "strict"));
    assertEquals(InvalidValueTreatmentMethod.AS_IS, invalid(pmml, "mild"));
  }

  @Test
  void a_column_that_the_pipeline_drops_has_the_type_that_it_was_told() {
    for (String column : List.of("used", "name", "joined", "weight")) {
      encoder.createDataField(column);
    }
    PMML pmml =
        complete(
            Map.of("name", DataType.STRING, "joined", DataType.DATE),
            "used",
            "name",
            "joined",
            "weight");
    assertEquals(DataType.STRING, dataField(pmml, "name").getDataType());
    assertEquals(
        List.of(PipelineColumns.ANY_TEXT),
        dataField(pmml, "name").getValues().stream().map(Value::requireValue).toList());
    assertEquals(DataType.DATE, dataField(pmml, "joined").getDataType());
    assertEquals(DataType.DOUBLE, dataField(pmml, "weight").getDataType());
  }

  @Test
  void a_column_that_may_reach_a_tree_of_floats_another_time_is_a_float() {
    encoder.createDataField("used").setDataType(DataType.FLOAT);
    encoder.createDataField("not selected");
    encoder.createDataField("scaled");
    encoder.createDerivedField(
        "scaler(scaled)", new Apply("-").addExpressions(new FieldRef("scaled")));
    PMML pmml = complete(Map.of(), "used", "not selected", "scaled");
    assertEquals(DataType.FLOAT, dataField(pmml, "not selected").getDataType());
    assertEquals(DataType.DOUBLE, dataField(pmml, "scaled").getDataType());
  }

  @Test
  void a_column_that_the_pipeline_renamed_keeps_its_new_name() {
    encoder.createDataField("used");
    PMML pmml = complete(Map.of(), "old name", "other");
    assertEquals(List.of("y", "used"), dataFields(pmml));
  }
}
