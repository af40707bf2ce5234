package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Layer;
import io.scorejar.program.Likeness;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.Array;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.PMMLObject;
import org.dmg.pmml.support_vector_machine.Coefficient;
import org.dmg.pmml.support_vector_machine.Kernel;
import org.dmg.pmml.support_vector_machine.LinearKernel;
import org.dmg.pmml.support_vector_machine.PolynomialKernel;
import org.dmg.pmml.support_vector_machine.RadialBasisKernel;
import org.dmg.pmml.support_vector_machine.SigmoidKernel;
import org.dmg.pmml.support_vector_machine.SupportVector;
import org.dmg.pmml.support_vector_machine.SupportVectorMachine;
import org.dmg.pmml.support_vector_machine.SupportVectorMachineModel;
import org.dmg.pmml.support_vector_machine.VectorInstance;

/** {@code SupportVectorMachineModel}: weighted sums of likenesses; a missing value is refused. */
final class VectorMachines {

  private final SupportVectorMachineModel model;
  private final Scope scope;
  private final Target target;

  /** The slot of the likeness to each vector, by its id. */
  private final Map<String, Integer> likenesses = new HashMap<>();

  VectorMachines(SupportVectorMachineModel model, Scope scope, Target target) {
    this.model = model;
    this.scope = scope;
    this.target = target;
  }

  Prediction prediction() {
    if (Reals.of(model).floats() || model.isMaxWins()) {
      throw NotCompiled.of(model, "in float, or with maxWins, is not compiled");
    }
    measure();
    List<SupportVectorMachine> machines = model.requireSupportVectorMachines();
    if (model.requireMiningFunction() == MiningFunction.REGRESSION) {
      if (machines.size() != 1) {
        throw NotCompiled.of(model, "expected one machine");
      }
      Expression value = new Slot(sum(machines.get(0)));
      return new Prediction(target, Rescaling.of(target, value, new Reals(false)), null)
          .mayBeMissing(false);
    }
    return category(machines);
  }

  private void measure() {
    List<Integer> slots = new ArrayList<>();
    for (PMMLObject field : model.requireVectorDictionary().requireVectorFields().getContent()) {
      if (!(field instanceof FieldRef reference)) {
        throw NotCompiled.of(field, "in VectorFields is not compiled");
      }
      Term value = new Translator(scope).of(reference);
      if (value.text()) {
        throw NotCompiled.of(field, "is no number");
      }
      slots.add(scope.frame().slot(Ops.of(UnaryOp.REQUIRED, value.expression())));
    }
    List<VectorInstance> instances = model.requireVectorDictionary().getVectorInstances();
    double[] vectors = new double[slots.size() * instances.size()];
    for (int i = 0; i < instances.size(); i++) {
      double[] vector = numbers(instances.get(i), slots.size());
      System.arraycopy(vector, 0, vectors, i * slots.size(), slots.size());
    }
    int[] targets = scope.frame().newSlots(instances.size());
    scope.frame().add(likeness(slots.stream().mapToInt(slot -> slot).toArray(), vectors, targets));
    for (int i = 0; i < targets.length; i++) {
      likenesses.put(instances.get(i).requireId(), targets[i]);
    }
  }

  private static double[] numbers(VectorInstance instance, int count) {
    Array array = instance.getArray();
    if (array == null) {
      throw NotCompiled.of(instance, "without an array is not compiled");
    }
    double[] numbers = ArrayTexts.numbers(array);
    if (numbers.length != count) {
      throw NotCompiled.of(instance, "expected " + count + " values, got " + numbers.length);
    }
    return numbers;
  }

  private Likeness likeness(int[] slots, double[] vectors, int[] targets) {
    Kernel kernel = model.requireKernel();
    if (kernel instanceof LinearKernel) {
      return new Likeness(slots, vectors, Likeness.Measure.LINEAR, 1, 0, 1, targets);
    }
    if (kernel instanceof PolynomialKernel polynomial) {
      return new Likeness(
          slots,
          vectors,
          Likeness.Measure.POLYNOMIAL,
          polynomial.getGamma().doubleValue(),
          polynomial.getCoef0().doubleValue(),
          polynomial.getDegree().doubleValue(),
          targets);
    }
    if (kernel instanceof RadialBasisKernel radial) {
      double gamma = radial.getGamma().doubleValue();
      return new Likeness(slots, vectors, Likeness.Measure.RADIAL, gamma, 0, 1, targets);
    }
    if (kernel instanceof SigmoidKernel sigmoid) {
      return new Likeness(
          slots,
          vectors,
          Likeness.Measure.SIGMOID,
          sigmoid.getGamma().doubleValue(),
          sigmoid.getCoef0().doubleValue(),
          1,
          targets);
    }
    throw NotCompiled.of(kernel);
  }

  /** The slot of a machine's sum. */
  private int sum(SupportVectorMachine machine) {
    if (machine.getSupportVectors() == null || machine.getCoefficients() == null) {
      throw NotCompiled.of(machine, "expected support vectors and coefficients");
    }
    List<SupportVector> vectors = machine.getSupportVectors().getSupportVectors();
    List<Coefficient> coefficients = machine.getCoefficients().getCoefficients();
    if (vectors.size() != coefficients.size()) {
      throw NotCompiled.of(machine, "expected a coefficient for each vector");
    }
    int[] slots = new int[vectors.size()];
    double[] weights = new double[slots.length];
    for (int i = 0; i < slots.length; i++) {
      Integer slot = likenesses.get(vectors.get(i).requireVectorId());
      if (slot == null) {
        throw NotCompiled.of(vectors.get(i), "is none of the dictionary");
      }
      slots[i] = slot;
      weights[i] = coefficients.get(i).getValue().doubleValue();
    }
    double[] bias = {machine.getCoefficients().getAbsoluteValue().doubleValue()};
    int sum = scope.frame().newSlot();
    scope.frame().add(new Layer(slots, weights, bias, false, new int[] {sum}));
    return sum;
  }

  private Prediction category(List<SupportVectorMachine> machines) {
    if (model.getClassificationMethod()
            != SupportVectorMachineModel.ClassificationMethod.ONE_AGAINST_ONE
        || model.getAlternateBinaryTargetCategory() != null) {
      throw NotCompiled.of(model, "only machines of one against one are compiled");
    }
    Set<Object> categories = new LinkedHashSet<>();
    for (SupportVectorMachine machine : machines) {
      categories.add(first(machine));
      categories.add(second(machine));
    }
    Ballot ballot = new Ballot(scope.frame(), new ArrayList<>(categories));
    for (SupportVectorMachine machine : machines) {
      Number threshold =
          machine.getThreshold() != null ? machine.getThreshold() : model.getThreshold();
      // An undefined sum is above every threshold.
      Expression below =
          Ops.orElse(
              Ops.of(BinaryOp.LESS, new Slot(sum(machine)), Ops.number(threshold.doubleValue())),
              0);
      Expression vote = new Slot(scope.frame().slot(below));
      ballot.add(Map.of(first(machine), vote, second(machine), Ops.not(vote)), machine);
    }
    Term value = Labels.term(target, ballot.winner(), new ArrayList<>(categories));
    return new Prediction(target, value, null).mayBeMissing(false);
  }

  private Object first(SupportVectorMachine machine) {
    return Literals.of(target.type(), machine.requireTargetCategory(), machine);
  }

  private Object second(SupportVectorMachine machine) {
    return Literals.of(target.type(), machine.requireAlternateTargetCategory(), machine);
  }
}
