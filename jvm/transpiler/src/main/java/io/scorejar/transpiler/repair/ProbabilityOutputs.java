package io.scorejar.transpiler.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.DataType;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.OpType;
import org.dmg.pmml.Output;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.ResultFeature;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.regression.RegressionModel;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Gives a classifying RegressionModel one probability OutputField for each RegressionTable.
 *
 * <p>JPMML's {@code RegressionModelTranslator.computeClassification} makes probabilities only where
 * it counts as many OutputFields with {@code feature="probability"} as there are tables, else
 * votes, of which nobody can then ask a probability: "Expected HasProbability value, got
 * VoteDistribution". The parts of a one-versus-rest classifier have one such field, those of a
 * stack have too many.
 *
 * <p>A field that is added has a new name, so nothing reads it, and is no final result. A field
 * that is dropped is the second for its class, nobody reads it, and no answer is made of it.
 */
final class ProbabilityOutputs implements Repair {

  @Override
  public Optional<String> apply(PMML pmml) {
    FreshNames names = FreshNames.of(pmml);
    OutputReadings readings = OutputReadings.of(pmml);
    Set<Output> answers = AnswerOutputs.of(pmml);
    boolean[] mended = {false};
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(RegressionModel model) {
        Output output = model.getOutput();
        if (model.requireMiningFunction() == MiningFunction.CLASSIFICATION
            && output != null
            && output.hasOutputFields()) {
          mended[0] |= drop(model, output, answers.contains(output), readings);
          mended[0] |= add(model, output, names);
        }
        return super.visit(model);
      }
    }.applyTo(pmml);
    return mended[0]
        ? Optional.of(
            "regressions inside the model given one probability output for each class, as the"
                + " transpiler takes any other number for votes")
        : Optional.empty();
  }

  private static boolean drop(
      RegressionModel model, Output output, boolean answers, OutputReadings readings) {
    List<OutputField> stated = probabilities(output);
    if (answers || stated.size() <= model.requireRegressionTables().size()) {
      return false;
    }
    List<OutputField> unread =
        stated.stream()
            .filter(field -> !readings.mayRead(field.requireName()))
            .filter(field -> stated.stream().anyMatch(other -> isAnother(other, field, readings)))
            .toList();
    return output.getOutputFields().removeAll(unread);
  }

  private static boolean isAnother(OutputField other, OutputField one, OutputReadings readings) {
    return other != one
        && category(other.getValue()).equals(category(one.getValue()))
        && readings.mayRead(other.requireName());
  }

  private static boolean add(RegressionModel model, Output output, FreshNames names) {
    List<OutputField> stated = probabilities(output);
    if (stated.isEmpty() || stated.size() >= model.requireRegressionTables().size()) {
      return false;
    }
    List<String> known = stated.stream().map(field -> category(field.getValue())).toList();
    List<OutputField> added = new ArrayList<>();
    model.requireRegressionTables().stream()
        .map(table -> table.requireTargetCategory())
        .filter(category -> !known.contains(category(category)))
        .forEach(
            category ->
                added.add(
                    new OutputField(names.next(), OpType.CONTINUOUS, DataType.DOUBLE)
                        .setResultFeature(ResultFeature.PROBABILITY)
                        .setValue(category)
                        .setFinalResult(false)));
    return output.getOutputFields().addAll(added);
  }

  private static List<OutputField> probabilities(Output output) {
    return output.getOutputFields().stream()
        .filter(field -> field.getResultFeature() == ResultFeature.PROBABILITY)
        .toList();
  }

  private static String category(Object value) {
    return String.valueOf(value);
  }
}
