package io.scorejar.transpiler.lightgbm;

import java.util.List;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.regression.NumericPredictor;
import org.dmg.pmml.regression.RegressionModel;
import org.dmg.pmml.regression.RegressionModel.NormalizationMethod;
import org.jpmml.converter.ModelUtil;
import org.jpmml.converter.Schema;
import org.jpmml.converter.Transformation;
import org.jpmml.converter.mining.MiningModelUtil;
import org.jpmml.lightgbm.Regression;
import org.jpmml.lightgbm.Section;
import org.jpmml.lightgbm.Tree;

/** A regression whose answer is a function of the sum of the trees. */
class Linked extends Regression {

  private final NormalizationMethod method;
  private final double factor;
  private final Transformation[] transformations;

  /**
   * Of the sum of the trees, transformed.
   *
   * @param method that makes the answer of {@code factor} times what the transformations give
   */
  Linked(
      Section config,
      NormalizationMethod method,
      double factor,
      Transformation... transformations) {
    super(config);
    this.method = method;
    this.factor = factor;
    this.transformations = transformations;
  }

  @Override
  public Model encodeModel(List<Tree> trees, Integer iterations, Schema schema) {
    Model sum = super.encodeModel(trees, iterations, schema.toAnonymousSchema());
    sum.setOutput(
        ModelUtil.createPredictedOutput(
            "lgbmValue", OpType.CONTINUOUS, DataType.DOUBLE, transformations));
    MiningModel chain = MiningModelUtil.createRegression(sum, method, schema);
    List<Segment> segments = chain.requireSegmentation().requireSegments();
    RegressionModel last = (RegressionModel) segments.get(segments.size() - 1).requireModel();
    NumericPredictor predictor =
        last.requireRegressionTables().get(0).getNumericPredictors().get(0);
    predictor.setCoefficient(factor);
    return chain;
  }
}
