package io.scorejar.transpiler.lightgbm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.regression.RegressionModel.NormalizationMethod;
import org.jpmml.lightgbm.LightGBMException;
import org.jpmml.lightgbm.ObjectiveFunction;
import org.jpmml.lightgbm.Section;

/**
 * What LightGBM makes of the sum of the trees, where JPMML does not know it or overlooks a part.
 *
 * @param known the objective for JPMML to read: one that it knows
 * @param function what takes its place; empty if JPMML's own does
 * @param repair what was done and why, in a sentence
 */
record Objective(String known, Optional<ObjectiveFunction> function, Optional<String> repair) {

  /** Objectives of which LightGBM takes the square root of the target, if asked to. */
  private static final Set<String> ROOTS =
      Set.of("regression", "regression_l1", "huber", "fair", "quantile", "mape");

  /**
   * Reads the head of a model.
   *
   * @param numbers whether it belongs to a regressor or a ranker, else to a classifier
   * @throws LightGBMException in words for people, if PMML cannot give LightGBM's answers
   */
  static Objective of(ModelText.Part head, boolean numbers) {
    String text = head.value("objective").strip();
    List<String> words = List.of(text.split("\\s+"));
    String name = words.get(0);
    Section config = config(head, words);
    if (numbers) {
      return ofRegressor(text, name, words, config);
    }
    if (name.equals("multiclassova")) {
      double sigmoid = number(words, "sigmoid");
      return new Objective(
          text.replaceFirst("multiclassova", "multiclass"),
          Optional.of(new OneVersusAll(config, sigmoid)),
          said("multiclassova: each class has its own sigmoid, as LightGBM's answers have it"));
    }
    if (name.isEmpty() || name.equals("custom") || name.equals("none")) {
      throw new LightGBMException(
          "a LightGBM classifier with an objective of one's own answers no probabilities; expected"
              + " an objective that LightGBM knows");
    }
    if (name.equals("cross_entropy_lambda")) {
      throw new LightGBMException(
          "a LightGBM classifier with objective cross_entropy_lambda answers numbers that are no"
              + " probabilities; use LGBMRegressor");
    }
    return new Objective(text, Optional.empty(), Optional.empty());
  }

  private static Objective ofRegressor(
      String text, String name, List<String> words, Section config) {
    if (ROOTS.contains(name) && words.contains("sqrt")) {
      return new Objective(
          "regression",
          Optional.of(new Squared(config)),
          said("reg_sqrt: the sum of the trees is squared, its sign kept, as LightGBM does"));
    }
    return switch (name) {
      case "", "custom", "none" ->
          raw("an objective of one's own: the answer is the sum of the trees, as LightGBM's is");
      case "mape" ->
          raw("mape, which JPMML's converter refuses: the answer is the sum of the trees");
      case "rank_xendcg" ->
          raw("rank_xendcg, which JPMML's converter refuses: the answer is the sum of the trees");
      case "binary", "cross_entropy" ->
          new Objective(
              "regression",
              Optional.of(
                  new Linked(
                      config,
                      NormalizationMethod.LOGIT,
                      name.equals("binary") ? number(words, "sigmoid") : 1)),
              said(name + " of a regressor: the answer is the sigmoid of the sum of the trees"));
      case "cross_entropy_lambda" ->
          new Objective(
              "regression",
              Optional.of(new LogOnePlusExp(config)),
              said("cross_entropy_lambda: the answer is log(1 + exp(x)) of the sum of the trees"));
      default -> new Objective(text, Optional.empty(), Optional.empty());
    };
  }

  private static Objective raw(String repair) {
    return new Objective("regression", Optional.empty(), said(repair));
  }

  private static Optional<String> said(String repair) {
    return Optional.of("LightGBM's objective " + repair);
  }

  private static Section config(ModelText.Part head, List<String> words) {
    Section config = new Section();
    config.put(ObjectiveFunction.CONFIG_NAME, words.get(0));
    if (head.lines().contains(ObjectiveFunction.CONFIG_AVERAGE_OUTPUT)) {
      config.put(ObjectiveFunction.CONFIG_AVERAGE_OUTPUT, null);
    }
    words.stream().skip(1).forEach(word -> config.put(word, ':'));
    return config;
  }

  private static double number(List<String> words, String key) {
    return words.stream()
        .filter(word -> word.startsWith(key + ":"))
        .mapToDouble(word -> Double.parseDouble(word.substring(key.length() + 1)))
        .findFirst()
        .orElse(1);
  }
}
