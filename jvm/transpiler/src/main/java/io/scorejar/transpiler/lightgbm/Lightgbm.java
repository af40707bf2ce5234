package io.scorejar.transpiler.lightgbm;

import net.razorvine.pickle.Unpickler;
import org.jpmml.python.PythonObjectConstructor;

/** LightGBM's Python classes, and the Java classes of this package that stand for them. */
public final class Lightgbm {

  private Lightgbm() {}

  /**
   * Lets pickles of LightGBM models be read as objects of this package.
   *
   * <p>To be called after {@code SkLearnUtil.initOnce}, which registers JPMML's own classes.
   */
  public static void register() {
    Unpickler.registerConstructor(
        "lightgbm.basic",
        "Booster",
        new PythonObjectConstructor("lightgbm.basic", "Booster", Booster.class));
    Unpickler.registerConstructor(
        "lightgbm.sklearn",
        "LGBMRegressor",
        new PythonObjectConstructor("lightgbm.sklearn", "LGBMRegressor", Regressor.class));
    Unpickler.registerConstructor(
        "lightgbm.sklearn",
        "LGBMRanker",
        new PythonObjectConstructor("lightgbm.sklearn", "LGBMRanker", Regressor.class));
  }
}
