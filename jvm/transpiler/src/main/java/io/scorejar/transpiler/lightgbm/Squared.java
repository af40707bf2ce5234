package io.scorejar.transpiler.lightgbm;

import org.dmg.pmml.Expression;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.PMMLFunctions;
import org.dmg.pmml.regression.RegressionModel.NormalizationMethod;
import org.jpmml.converter.ExpressionUtil;
import org.jpmml.converter.transformations.AbstractTransformation;
import org.jpmml.lightgbm.Section;

/** The answers of {@code reg_sqrt}: sign(x) x x, which is |x| x to the last bit. */
final class Squared extends Linked {

  Squared(Section config) {
    super(config, NormalizationMethod.NONE, 1, new Square());
  }

  private static final class Square extends AbstractTransformation {

    @Override
    public String getName(String name) {
      return "squared(" + name + ")";
    }

    @Override
    public Expression createExpression(FieldRef sum) {
      return ExpressionUtil.createApply(
          PMMLFunctions.MULTIPLY, ExpressionUtil.createApply(PMMLFunctions.ABS, sum), sum);
    }
  }
}
