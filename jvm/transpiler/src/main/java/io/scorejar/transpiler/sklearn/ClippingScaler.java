package io.scorejar.transpiler.sklearn;

import io.scorejar.transpiler.repair.ConversionRepairs;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import net.razorvine.pickle.Unpickler;
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
import org.jpmml.python.PythonObjectConstructor;
import org.jpmml.sklearn.SkLearnEncoder;
import sklearn.preprocessing.MinMaxScaler;

/** A MinMaxScaler that clips what it has scaled, where it was told to: JPMML's does not. */
public final class ClippingScaler extends MinMaxScaler {

  @Serial private static final long serialVersionUID = 1;

  /** What the unpickler calls. */
  public ClippingScaler(String module, String name) {
    super(module, name);
  }

  /** Lets pickles be read with it; to be called after {@code SkLearnUtil.initOnce}. */
  public static void register() {
    String module = "sklearn.preprocessing._data";
    Unpickler.registerConstructor(
        module,
        "MinMaxScaler",
        new PythonObjectConstructor(module, "MinMaxScaler", ClippingScaler.class));
  }

  @Override
  public List<Feature> encodeFeatures(List<Feature> features, SkLearnEncoder encoder) {
    List<Feature> scaled = super.encodeFeatures(features, encoder);
    if (!Boolean.TRUE.equals(getOptionalBoolean("clip"))) {
      return scaled;
    }
    Object[] range = getTuple("feature_range");
    double least = ((Number) range[0]).doubleValue();
    double most = ((Number) range[1]).doubleValue();
    List<Feature> clipped = new ArrayList<>();
    for (Feature feature : scaled) {
      ContinuousFeature number = feature.toContinuousFeature();
      DerivedField field =
          encoder.createDerivedField(
              FieldNameUtil.create("clip", number),
              OpType.CONTINUOUS,
              DataType.DOUBLE,
              clip(number.ref(), least, most));
      ConversionRepairs.note(
          field, "MinMaxScaler: what it scales is clipped, which JPMML's converter leaves out");
      clipped.add(new ContinuousFeature(encoder, field));
    }
    return clipped;
  }

  /** A missing value stays missing: an "if" that has no "else" gives one. */
  private static Apply clip(FieldRef value, double least, double most) {
    Apply fromAbove =
        ExpressionUtil.createApply(
            PMMLFunctions.IF,
            ExpressionUtil.createApply(
                PMMLFunctions.GREATERTHAN, value, ExpressionUtil.createConstant(most)),
            ExpressionUtil.createConstant(most),
            value);
    Apply fromBelow =
        ExpressionUtil.createApply(
            PMMLFunctions.IF,
            ExpressionUtil.createApply(
                PMMLFunctions.LESSTHAN, value, ExpressionUtil.createConstant(least)),
            ExpressionUtil.createConstant(least),
            fromAbove);
    return ExpressionUtil.createApply(
        PMMLFunctions.IF, ExpressionUtil.createApply(PMMLFunctions.ISNOTMISSING, value), fromBelow);
  }
}
