package io.scorejar.transpiler.lightgbm;

import java.util.List;
import org.jpmml.lightgbm.LightGBMException;

/** Trees whose leaves hold linear models: JPMML's interpreter answers from them without these. */
final class LinearTrees {

  private LinearTrees() {}

  static void refuse(List<ModelText.Part> parts) {
    if (parts.stream().anyMatch(part -> part.value("is_linear").equals("1"))) {
      throw new LightGBMException(
          "LightGBM with linear_tree=True: its leaves hold linear models, which PMML's trees cannot;"
              + " train without linear_tree");
    }
  }
}
