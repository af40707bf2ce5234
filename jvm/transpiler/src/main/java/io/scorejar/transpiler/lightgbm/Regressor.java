package io.scorejar.transpiler.lightgbm;

import java.io.Serial;
import lightgbm.sklearn.LGBMRegressor;

/** A LightGBM model whose {@code predict} answers a number: a regressor or a ranker. */
public final class Regressor extends LGBMRegressor {

  @Serial private static final long serialVersionUID = 1;

  /** What the unpickler calls. */
  public Regressor(String module, String name) {
    super(module, name);
  }

  @Override
  public lightgbm.sklearn.Booster getBooster() {
    lightgbm.sklearn.Booster booster = super.getBooster();
    if (booster instanceof Booster ours) {
      ours.answerNumbers();
    }
    return booster;
  }
}
