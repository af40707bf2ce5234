package io.scorejar.transpiler.lightgbm;

import io.scorejar.transpiler.repair.ConversionRepairs;
import io.scorejar.transpiler.repair.RecordCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.Model;
import org.jpmml.converter.Feature;
import org.jpmml.converter.Schema;
import org.jpmml.lightgbm.GBDT;

/** A GBDT that converts to PMML of LightGBM's own answers, or refuses to in words. */
final class Trees extends GBDT {

  private final MissingTypes missing;
  private final Objective objective;
  private final int bestIteration;

  private Trees(MissingTypes missing, Objective objective, int bestIteration) {
    this.missing = missing;
    this.objective = objective;
    this.bestIteration = bestIteration;
  }

  /**
   * Reads the text of a model.
   *
   * @param numbers whether it belongs to a regressor or a ranker, else to a classifier
   * @param bestIteration how many rounds count; 0 for all
   */
  static Trees of(String text, boolean numbers, int bestIteration) {
    List<ModelText.Part> parts = ModelText.parse(text);
    LinearTrees.refuse(parts);
    Objective objective = Objective.of(parts.get(0), numbers);
    MissingTypes missing = MissingTypes.of(parts);
    List<ModelText.Part> mended = new ArrayList<>(missing.sections());
    mended.set(0, mended.get(0).with("objective", objective.known()));
    Trees trees = new Trees(missing, objective, bestIteration);
    trees.load(mended.stream().map(ModelText.Part::section).toList());
    objective.function().ifPresent(trees::setObjectiveFunction);
    return trees;
  }

  @Override
  public Schema toLightGBMSchema(Schema schema) {
    Schema plain = super.toLightGBMSchema(schema);
    Set<Integer> zeroes = missing.zeroes();
    if (zeroes.isEmpty()) {
      return plain;
    }
    List<Feature> features = new ArrayList<>(plain.getFeatures());
    zeroes.forEach(i -> features.set(i, SmallValues.missing(features.get(i))));
    return new Schema(plain.getEncoder(), plain.getLabel(), features);
  }

  @Override
  public Model configureModel(Map<String, ?> options, Model model) {
    RecordCounts counts = RecordCounts.of(model);
    Model compact = super.configureModel(options, model);
    counts.restore(compact);
    return compact;
  }

  @Override
  public Model encodeModel(Integer iterations, Schema schema) {
    Integer rounds = iterations == null && bestIteration > 0 ? (Integer) bestIteration : iterations;
    Model model = super.encodeModel(rounds, schema);
    CategorySets.write(model);
    if (missing.moved() > 0) {
      ConversionRepairs.note(
          model,
          "splits on columns that training never saw missing send a missing value where 0 goes, as"
              + " LightGBM does and JPMML's converter does not: "
              + missing.moved());
    }
    if (!missing.zeroes().isEmpty()) {
      ConversionRepairs.note(
          model,
          "zero_as_missing, which JPMML's converter overlooks: values up to 1e-35 are made missing"
              + " in front of LightGBM's trees, columns: "
              + missing.zeroes().size());
    }
    objective.repair().ifPresent(said -> ConversionRepairs.note(model, said));
    return model;
  }
}
