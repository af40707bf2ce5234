package io.scorejar.compiler;

import java.util.Objects;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMMLObject;
import org.dmg.pmml.clustering.ClusteringModel;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.naive_bayes.NaiveBayesModel;
import org.dmg.pmml.nearest_neighbor.NearestNeighborModel;
import org.dmg.pmml.neural_network.NeuralNetwork;
import org.dmg.pmml.regression.RegressionModel;
import org.dmg.pmml.scorecard.Scorecard;
import org.dmg.pmml.support_vector_machine.SupportVectorMachineModel;
import org.dmg.pmml.tree.TreeModel;

/** Compiles models of every kind that is taken. */
final class Models {

  private final Document document;
  private final Folding folding;

  Models(Document document) {
    this.document = document;
    this.folding = new Folding(document.schema(), document.frame());
  }

  Document document() {
    return document;
  }

  Folding folding() {
    return folding;
  }

  /**
   * The prediction of a model, its outputs included.
   *
   * @param parent the scope of the model whose segment it is; null for none
   * @param parentTarget what that model predicts
   * @throws NotCompiled if it, or a part of it, is not taken
   */
  Prediction of(Model model, Scope parent, Target parentTarget) {
    Scope scope = new Scope(document, model, parent);
    Target target = Target.of(document, model, parentTarget);
    Prediction prediction = prediction(model, scope, target);
    requireSameTarget(model, target, prediction);
    new Outputs(scope, model, prediction).declare();
    return prediction;
  }

  private Prediction prediction(Model model, Scope scope, Target target) {
    if (model instanceof MiningModel mining) {
      return new Ensembles(this, mining, scope, target).prediction();
    }
    if (model instanceof TreeModel tree) {
      requireNoPrior(target, model);
      return new Trees(this, tree, scope, target).alone();
    }
    if (model instanceof RegressionModel regression) {
      requireNoPrior(target, model);
      return new Regressions(regression, scope, target).prediction();
    }
    if (model instanceof NeuralNetwork network) {
      requireNoPrior(target, model);
      return new Networks(network, scope, target).prediction();
    }
    if (model instanceof SupportVectorMachineModel machines) {
      requireNoPrior(target, model);
      return new VectorMachines(machines, scope, target).prediction();
    }
    if (model instanceof ClusteringModel clustering) {
      return new Clusterings(clustering, scope, target).prediction();
    }
    if (model instanceof NaiveBayesModel bayes) {
      return new NaiveBayes(bayes, scope, target).prediction();
    }
    if (model instanceof Scorecard scorecard) {
      return new Scorecards(this, scorecard, scope, target).prediction();
    }
    if (model instanceof NearestNeighborModel neighbours) {
      return new Neighbours(neighbours, scope, target).prediction();
    }
    throw NotCompiled.of(model);
  }

  /**
   * Requires of a model which hands on what a segment answers that both name the same target: JPMML
   * looks for the answer under the name that the model has, and finds none under another.
   */
  private static void requireSameTarget(Model model, Target target, Prediction prediction) {
    if (!Objects.equals(prediction.target().name(), target.name())) {
      throw NotCompiled.of(model, "its segments predict another target than it does");
    }
  }

  /** Values for rows without a prediction are not taken. */
  static void requireNoPrior(Target target, PMMLObject where) {
    if (target.rules() != null && target.rules().hasTargetValues()) {
      boolean prior =
          target.rules().getTargetValues().stream()
              .anyMatch(v -> v.getDefaultValue() != null || v.getPriorProbability() != null);
      if (prior) {
        throw NotCompiled.of(target.rules(), "default and prior values are not compiled");
      }
    }
  }
}
