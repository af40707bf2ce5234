package io.scorejar.transpiler.lightgbm;

import org.dmg.pmml.Expression;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.PMMLFunctions;
import org.dmg.pmml.regression.RegressionModel.NormalizationMethod;
import org.jpmml.converter.ExpressionUtil;
import org.jpmml.converter.transformations.AbstractTransformation;
import org.jpmml.lightgbm.Section;

/** The answers of {@code cross_entropy_lambda}: log1p(exp(x)), as LightGBM computes it. */
final class LogOnePlusExp extends Linked {

  LogOnePlusExp(Section config) {
    super(config, NormalizationMethod.NONE, 1, new Log());
  }

  private static final class Log extends AbstractTransformation {

    @Override
    public String getName(String name) {
      return "log1pexp(" + name + ")";
    }

    @Override
    public Expression createExpression(FieldRef sum) {
      return ExpressionUtil.createApply(
          PMMLFunctions.LN1P, ExpressionUtil.createApply(PMMLFunctions.EXP, sum));
    }
  }
}
