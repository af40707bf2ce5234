package io.scorejar.transpiler.lightgbm;

import java.util.ArrayList;
import java.util.List;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Expression;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.Output;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.PMMLFunctions;
import org.dmg.pmml.ResultFeature;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.regression.RegressionModel;
import org.dmg.pmml.regression.RegressionModel.NormalizationMethod;
import org.jpmml.converter.CategoricalLabel;
import org.jpmml.converter.ExpressionUtil;
import org.jpmml.converter.FieldNameUtil;
import org.jpmml.converter.FortranMatrixUtil;
import org.jpmml.converter.ModelUtil;
import org.jpmml.converter.Schema;
import org.jpmml.converter.mining.MiningModelUtil;
import org.jpmml.lightgbm.Classification;
import org.jpmml.lightgbm.Section;
import org.jpmml.lightgbm.Tree;

/** multiclassova: a sigmoid of each class's own sum; the answers do not add up to 1. */
final class OneVersusAll extends Classification {

  private final double sigmoid;

  OneVersusAll(Section config, double sigmoid) {
    super(config);
    this.sigmoid = sigmoid;
  }

  @Override
  public Model encodeModel(List<Tree> trees, Integer iterations, Schema schema) {
    Schema numbers = schema.toAnonymousRegressorSchema(DataType.DOUBLE);
    CategoricalLabel label = schema.requireCategoricalLabel();
    int classes = label.size();
    int rounds = trees.size() / classes;
    List<Model> sums = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      Model sum =
          encodeOutputGroup(
              FortranMatrixUtil.getRow(trees, classes, rounds, i), iterations, numbers);
      sum.setOutput(
          ModelUtil.createPredictedOutput(
              FieldNameUtil.create("lgbmValue", label.getValue(i)),
              OpType.CONTINUOUS,
              DataType.DOUBLE));
      sums.add(sum);
    }
    MiningModel chain =
        MiningModelUtil.createClassification(sums, NormalizationMethod.SOFTMAX, true, schema);
    List<Segment> segments = chain.requireSegmentation().requireSegments();
    RegressionModel last = (RegressionModel) segments.get(segments.size() - 1).requireModel();
    // PMML's classes are chosen by the greatest sum, as LightGBM chooses; softmax would make the
    // probabilities add up to 1, and so would PMML's logit.
    Output output = new Output();
    for (int i = 0; i < classes; i++) {
      String sum = FieldNameUtil.create("lgbmValue", label.getValue(i));
      output.addOutputFields(
          new OutputField(
                  FieldNameUtil.create("probability", label.getValue(i)),
                  OpType.CONTINUOUS,
                  DataType.DOUBLE)
              .setResultFeature(ResultFeature.TRANSFORMED_VALUE)
              .setExpression(sigmoidOf(new FieldRef(sum))));
    }
    last.setOutput(output);
    return chain;
  }

  /** 1 / (1 + exp(-sigmoid x)), in LightGBM's order. */
  private Expression sigmoidOf(FieldRef sum) {
    return ExpressionUtil.createApply(
        PMMLFunctions.DIVIDE,
        ExpressionUtil.createConstant(1d),
        ExpressionUtil.createApply(
            PMMLFunctions.ADD,
            ExpressionUtil.createConstant(1d),
            ExpressionUtil.createApply(
                PMMLFunctions.EXP,
                ExpressionUtil.createApply(
                    PMMLFunctions.MULTIPLY, ExpressionUtil.createConstant(-sigmoid), sum))));
  }
}
