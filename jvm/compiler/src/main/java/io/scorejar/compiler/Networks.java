package io.scorejar.compiler;

import io.scorejar.program.Best;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Layer;
import io.scorejar.program.Slot;
import io.scorejar.program.Softmax;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.NormDiscrete;
import org.dmg.pmml.neural_network.Connection;
import org.dmg.pmml.neural_network.NeuralInput;
import org.dmg.pmml.neural_network.NeuralLayer;
import org.dmg.pmml.neural_network.NeuralNetwork;
import org.dmg.pmml.neural_network.NeuralOutput;
import org.dmg.pmml.neural_network.Neuron;

/** {@code NeuralNetwork}: layers of weighted sums, each sum in the order of its connections. */
final class Networks {

  private final NeuralNetwork model;
  private final Scope scope;
  private final Target target;
  private final Map<String, Integer> slots = new HashMap<>();
  private final Set<Expression> required = new LinkedHashSet<>();

  Networks(NeuralNetwork model, Scope scope, Target target) {
    this.model = model;
    this.scope = scope;
    this.target = target;
    if (Reals.of(model).floats()) {
      throw NotCompiled.of(model, "in float is not compiled");
    }
  }

  Prediction prediction() {
    for (NeuralInput input : model.requireNeuralInputs().requireNeuralInputs()) {
      Term value = new Translator(scope).derived(input.requireDerivedField());
      if (value.text()) {
        throw NotCompiled.of(input, "is no number");
      }
      int slot = scope.frame().slot(value.expression());
      if (!scope.neverMissing(value.expression())) {
        required.add(new Slot(slot));
      }
      slots.put(input.requireId(), slot);
    }
    for (NeuralLayer layer : model.requireNeuralLayers()) {
      add(layer);
    }
    Prediction prediction =
        model.requireMiningFunction() == MiningFunction.REGRESSION ? number() : category();
    return prediction.mayBeMissing(!required.isEmpty()).undefinedUnless(required);
  }

  private void add(NeuralLayer layer) {
    List<Neuron> neurons = layer.getNeurons();
    int[] sums = sums(neurons);
    int[] outputs = new int[sums.length];
    for (int i = 0; i < sums.length; i++) {
      outputs[i] = scope.frame().slot(activated(layer, new Slot(sums[i])));
    }
    outputs = normalized(layer, outputs);
    for (int i = 0; i < outputs.length; i++) {
      slots.put(neurons.get(i).requireId(), outputs[i]);
    }
  }

  private int[] sums(List<Neuron> neurons) {
    if (neurons.isEmpty()) {
      throw new NotCompiled("NeuralLayer: it has no neurons");
    }
    int[] sums = scope.frame().newSlots(neurons.size());
    List<int[]> froms = new ArrayList<>();
    boolean alike = true;
    for (Neuron neuron : neurons) {
      froms.add(from(neuron));
      alike &= Arrays.equals(froms.get(0), froms.get(froms.size() - 1));
    }
    if (alike) {
      add(froms.get(0), neurons, sums);
      return sums;
    }
    for (int i = 0; i < sums.length; i++) {
      add(froms.get(i), List.of(neurons.get(i)), new int[] {sums[i]});
    }
    return sums;
  }

  private void add(int[] from, List<Neuron> neurons, int[] sums) {
    double[] weights = new double[from.length * sums.length];
    double[] biases = new double[sums.length];
    for (int i = 0; i < sums.length; i++) {
      Neuron neuron = neurons.get(i);
      biases[i] = neuron.getBias() == null ? 0 : neuron.getBias().doubleValue();
      List<Connection> connections = neuron.requireConnections();
      for (int k = 0; k < from.length; k++) {
        weights[i * from.length + k] = connections.get(k).requireWeight().doubleValue();
      }
    }
    scope.frame().add(new Layer(from, weights, biases, false, sums));
  }

  private int[] from(Neuron neuron) {
    return neuron.requireConnections().stream()
        .mapToInt(
            connection -> {
              Integer slot = slots.get(connection.requireFrom().toString());
              if (slot == null) {
                throw NotCompiled.of(connection, "comes from no neuron before it");
              }
              return slot;
            })
        .toArray();
  }

  private Expression activated(NeuralLayer layer, Expression sum) {
    NeuralNetwork.ActivationFunction function =
        layer.getActivationFunction() != null
            ? layer.getActivationFunction()
            : model.requireActivationFunction();
    boolean leaks =
        function == NeuralNetwork.ActivationFunction.RECTIFIER
            && (layer.getLeakage() != null || model.getLeakage() != null);
    if (leaks) {
      throw NotCompiled.of(layer, "leakage is not compiled");
    }
    return switch (function) {
      case IDENTITY -> sum;
      case LOGISTIC -> Ops.of(UnaryOp.LOGIT, sum);
      case TANH -> Ops.of(UnaryOp.TANH, sum);
      case RECTIFIER -> Ops.of(UnaryOp.RELU, sum);
      case EXPONENTIAL -> Ops.of(UnaryOp.EXP, sum);
      case RECIPROCAL -> Ops.of(UnaryOp.RECIPROCAL, sum);
      case SQUARE -> Ops.of(UnaryOp.SQUARE, sum);
      case GAUSS -> Ops.of(UnaryOp.GAUSS, sum);
      case SINE -> Ops.of(UnaryOp.SIN, sum);
      case COSINE -> Ops.of(UnaryOp.COS, sum);
      case ELLIOTT -> Ops.of(UnaryOp.ELLIOTT, sum);
      case ARCTAN -> Ops.of(UnaryOp.ARCTAN, sum);
      case THRESHOLD -> {
        Number threshold =
            layer.getThreshold() != null ? layer.getThreshold() : model.getThreshold();
        yield Ops.of(BinaryOp.LESS, Ops.number(threshold.doubleValue()), sum);
      }
      default -> throw NotCompiled.of(layer, function.value() + " is not compiled");
    };
  }

  private int[] normalized(NeuralLayer layer, int[] outputs) {
    NeuralNetwork.NormalizationMethod method =
        layer.getNormalizationMethod() != null
            ? layer.getNormalizationMethod()
            : model.getNormalizationMethod();
    return switch (method) {
      case NONE -> outputs;
      case SIMPLEMAX -> Sums.shares(scope.frame(), new Reals(false), outputs);
      case SOFTMAX -> {
        int[] shares = scope.frame().newSlots(outputs.length);
        scope.frame().add(new Softmax(outputs, false, shares));
        yield shares;
      }
    };
  }

  private Prediction number() {
    List<NeuralOutput> outputs = model.requireNeuralOutputs().requireNeuralOutputs();
    if (outputs.size() != 1 || !(expression(outputs.get(0)) instanceof FieldRef)) {
      throw NotCompiled.of(model.requireNeuralOutputs(), "expected one output as it is");
    }
    Expression value = new Slot(slot(outputs.get(0)));
    return new Prediction(target, Rescaling.of(target, value, new Reals(false)), null);
  }

  private Prediction category() {
    Map<Object, Expression> probabilities = new LinkedHashMap<>();
    List<NeuralOutput> outputs = model.requireNeuralOutputs().requireNeuralOutputs();
    int[] shares = new int[outputs.size()];
    for (int i = 0; i < shares.length; i++) {
      NeuralOutput output = outputs.get(i);
      if (!(expression(output) instanceof NormDiscrete norm)) {
        throw NotCompiled.of(output, "expected a NormDiscrete");
      }
      if (!norm.requireField().equals(target.name())) {
        throw NotCompiled.of(output, "is of another target");
      }
      shares[i] = slot(output);
      Object category = Literals.of(target.type(), norm.requireValue(), norm);
      probabilities.put(category, new Slot(shares[i]));
    }
    if (probabilities.size() != shares.length) {
      throw NotCompiled.of(model.requireNeuralOutputs(), "has two outputs of one category");
    }
    int best = scope.frame().newSlot();
    scope.frame().add(new Best(shares, false, best));
    Expression place = new Slot(best);
    if (!required.isEmpty()) {
      place = Ops.choice(Ensembles.anyMissing(new ArrayList<>(required)), Ops.MISSING, place);
    }
    Term value = Labels.term(target, place, new ArrayList<>(probabilities.keySet()));
    return new Prediction(target, value, probabilities);
  }

  private int slot(NeuralOutput output) {
    Integer slot = slots.get(output.requireOutputNeuron());
    if (slot == null) {
      throw NotCompiled.of(output, "is of no neuron");
    }
    return slot;
  }

  /** The expression of an output, or of the derived field of the document that it refers to. */
  private org.dmg.pmml.Expression expression(NeuralOutput output) {
    org.dmg.pmml.Expression expression = output.requireDerivedField().requireExpression();
    if (expression instanceof FieldRef reference
        && scope.document().dataField(reference.requireField()) == null) {
      DerivedField field = scope.document().derivedField(reference.requireField());
      if (field == null) {
        throw NotCompiled.of(reference, "there is no field '" + reference.requireField() + "'");
      }
      return field.requireExpression();
    }
    return expression;
  }
}
