package io.scorejar.transpiler.lightgbm;

import java.io.Serial;
import org.jpmml.lightgbm.GBDT;

/** The trees of a LightGBM model, as LightGBM itself would score them. */
public final class Booster extends lightgbm.sklearn.Booster {

  @Serial private static final long serialVersionUID = 1;

  private transient GBDT trees;
  private transient boolean numbers;

  /** What the unpickler calls. */
  public Booster(String module, String name) {
    super(module, name);
  }

  /** Says that it belongs to a regressor or a ranker; to be called before it is read. */
  void answerNumbers() {
    numbers = true;
  }

  @Override
  public GBDT getGBDT() {
    if (trees == null) {
      trees = Trees.of(getHandle(), numbers, bestIteration());
    }
    return trees;
  }

  /** After how many rounds early stopping found the model best; 0 if it did not stop early. */
  private int bestIteration() {
    Number best = getOptionalNumber("best_iteration");
    return best == null ? 0 : Math.max(0, best.intValue());
  }
}
