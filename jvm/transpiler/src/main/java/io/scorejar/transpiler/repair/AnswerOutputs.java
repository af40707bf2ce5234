package io.scorejar.transpiler.repair;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.Model;
import org.dmg.pmml.Output;
import org.dmg.pmml.PMML;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;
import org.dmg.pmml.mining.Segmentation.MultipleModelMethod;

/** The Outputs that answers are made of: a model's own, and that of the last model of a chain. */
final class AnswerOutputs {

  private AnswerOutputs() {}

  /** Those of a document; compared by identity. */
  static Set<Output> of(PMML pmml) {
    Set<Output> outputs = Collections.newSetFromMap(new IdentityHashMap<>());
    pmml.getModels().forEach(model -> collect(model, outputs));
    return outputs;
  }

  private static void collect(Model model, Set<Output> outputs) {
    if (model.getOutput() != null) {
      outputs.add(model.getOutput());
    }
    if (model instanceof MiningModel ensemble) {
      Segmentation segmentation = ensemble.requireSegmentation();
      switch (segmentation.requireMultipleModelMethod()) {
        case MODEL_CHAIN -> lastOfChain(ensemble).ifPresent(last -> collect(last, outputs));
        case MULTI_MODEL_CHAIN, SELECT_ALL, SELECT_FIRST ->
            segmentation
                .requireSegments()
                .forEach(segment -> collect(segment.requireModel(), outputs));
        default -> {
          // The segments' predictions are aggregated, their outputs are not seen.
        }
      }
    }
  }

  /** The model whose results are those of the chain; empty if it is no chain. */
  static Optional<Model> lastOfChain(MiningModel model) {
    Segmentation segmentation = model.requireSegmentation();
    if (segmentation.requireMultipleModelMethod() != MultipleModelMethod.MODEL_CHAIN) {
      return Optional.empty();
    }
    List<Segment> segments = segmentation.requireSegments();
    return Optional.of(segments.get(segments.size() - 1).requireModel());
  }
}
