package io.scorejar.transpiler.lightgbm;

import org.dmg.pmml.Apply;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMMLFunctions;
import org.jpmml.converter.ContinuousFeature;
import org.jpmml.converter.ExpressionUtil;
import org.jpmml.converter.Feature;
import org.jpmml.converter.FieldNameUtil;
import org.jpmml.converter.PMMLEncoder;

/** A feature of which LightGBM takes values close to zero for missing. */
final class SmallValues {

  private SmallValues() {}

  /** The same, missing where its absolute value is at most {@link MissingTypes#ZERO}. */
  static Feature missing(Feature feature) {
    ContinuousFeature numbers = feature.toContinuousFeature();
    PMMLEncoder encoder = numbers.getEncoder();
    DerivedField field =
        encoder.ensureDerivedField(
            FieldNameUtil.create("zeroAsMissing", numbers),
            OpType.CONTINUOUS,
            DataType.DOUBLE,
            () -> unlessSmall(numbers));
    return new ContinuousFeature(encoder, field);
  }

  private static Apply unlessSmall(ContinuousFeature feature) {
    FieldRef value = feature.ref();
    Apply unlessSmall =
        ExpressionUtil.createApply(
            PMMLFunctions.IF,
            ExpressionUtil.createApply(
                PMMLFunctions.GREATERTHAN,
                ExpressionUtil.createApply(PMMLFunctions.ABS, value),
                ExpressionUtil.createConstant(MissingTypes.ZERO)),
            value);
    // JPMML's abs refuses a missing value; an "if" that has no "else" gives one.
    return ExpressionUtil.createApply(
        PMMLFunctions.IF,
        ExpressionUtil.createApply(PMMLFunctions.ISNOTMISSING, value),
        unlessSmall);
  }
}
