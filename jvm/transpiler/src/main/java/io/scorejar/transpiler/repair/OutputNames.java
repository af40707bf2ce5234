package io.scorejar.transpiler.repair;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.Model;
import org.dmg.pmml.Output;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.mining.MiningModel;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Renames OutputFields of a chain inside the model that share a name with others.
 *
 * <p>JPMML's {@code MiningModelTranslator.pullUpOutputFields} moves the Output of a chain's last
 * model, a RegressionModel, to the chain, where it meets the fields of the models around it: "The
 * value for field "probability(0)" has already been defined", as in a stack over LightGBM.
 *
 * <p>Only fields that nobody reads are renamed, and none of those that the answer is made of.
 */
final class OutputNames implements Repair {

  @Override
  public Optional<String> apply(PMML pmml) {
    OutputReadings readings = OutputReadings.of(pmml);
    Map<String, Integer> named = new HashMap<>();
    List<Output> chained = new ArrayList<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(OutputField field) {
        named.merge(field.requireName(), 1, Integer::sum);
        return super.visit(field);
      }

      @Override
      public VisitorAction visit(MiningModel model) {
        AnswerOutputs.lastOfChain(model)
            .map(Model::getOutput)
            .filter(Output::hasOutputFields)
            .ifPresent(chained::add);
        return super.visit(model);
      }
    }.applyTo(pmml);
    Set<Output> answers = AnswerOutputs.of(pmml);
    List<OutputField> clashing =
        chained.stream()
            .filter(output -> !answers.contains(output))
            .flatMap(output -> output.getOutputFields().stream())
            .filter(field -> named.get(field.requireName()) > 1)
            .filter(field -> !readings.mayRead(field.requireName()))
            .toList();
    FreshNames names = FreshNames.of(pmml);
    clashing.forEach(field -> field.setName(names.next()));
    return clashing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "outputs of models inside the model renamed, which nobody reads and which the"
                + " transpiler would have defined twice: "
                + clashing.size());
  }
}
