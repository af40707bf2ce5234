package io.scorejar.transpiler.lightgbm;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jpmml.lightgbm.LightGBMException;

/**
 * What each split of a LightGBM model does with a missing value, said the way JPMML understands.
 *
 * <p>LightGBM keeps a missing type with each split, in bits 2 and 3 of its {@code decision_type}:
 * <b>None</b>, where training saw no missing value: NaN counts as 0.0; <b>Zero</b>, with {@code
 * zero_as_missing}: NaN and all |x| up to {@link #ZERO} follow the split's default side;
 * <b>NaN</b>: NaN does. JPMML-LightGBM reads only the default side (bit 1) and sends missing values
 * there, and nothing else: <a href="https://github.com/jpmml/jpmml-lightgbm/issues/51">issue
 * 51</a>.
 *
 * <p>So bit 1 is made to say where a missing value goes: for None, where 0.0 goes. For Zero it does
 * already; a feature of which some split sends small values elsewhere than its comparison would is
 * {@link #zeroes one of those} whose small values must be made missing in front of the trees.
 *
 * @param sections the model with the bits so changed
 * @param moved how many splits now send missing values to the other side
 * @param zeroes numbers of the features of which small values are to be missing
 */
record MissingTypes(List<ModelText.Part> sections, int moved, Set<Integer> zeroes) {

  /** LightGBM's kZeroThreshold: 1e-35f as a double. */
  static final double ZERO = 1e-35f;

  private static final int CATEGORICAL = 1;
  private static final int DEFAULT_LEFT = 2;
  private static final int NONE = 0;
  private static final int ZERO_AS_MISSING = 1;

  static MissingTypes of(List<ModelText.Part> sections) {
    int moved = 0;
    Set<Integer> zeroes = new HashSet<>();
    Set<Integer> others = new HashSet<>();
    List<ModelText.Part> changed = new ArrayList<>();
    for (ModelText.Part section : sections) {
      if (!section.has("decision_type")) {
        changed.add(section);
        continue;
      }
      int[] features = section.integers("split_feature");
      double[] thresholds = section.numbers("threshold");
      int[] types = section.integers("decision_type");
      for (int i = 0; i < types.length; i++) {
        if ((types[i] & CATEGORICAL) != 0) {
          continue; // Missing, negative and unseen categories go right, and JPMML has it so.
        }
        int missing = types[i] >> 2 & 3;
        boolean left = (types[i] & DEFAULT_LEFT) != 0;
        thresholds[i] = besideZero(thresholds[i]);
        if (missing == NONE && left != 0.0 <= thresholds[i]) {
          types[i] ^= DEFAULT_LEFT;
          moved++;
        }
        if (missing != ZERO_AS_MISSING) {
          others.add(features[i]);
        } else if (left ? thresholds[i] < ZERO : thresholds[i] >= -ZERO) {
          zeroes.add(features[i]);
        }
      }
      changed.add(section.with("decision_type", types).with("threshold", thresholds));
    }
    others.retainAll(zeroes);
    if (!others.isEmpty()) {
      throw new LightGBMException(
          "trees that take 0 for missing and trees that do not, over the same feature: expected"
              + " zero_as_missing to be the same when training was continued");
    }
    return new MissingTypes(changed, moved, zeroes);
  }

  /**
   * A threshold that parts x as LightGBM's parts 0 for |x| up to {@link #ZERO}, else x: that is
   * what LightGBM reads in a row. Thresholds of exactly -ZERO are common, x of that value is not.
   */
  private static double besideZero(double threshold) {
    if (-ZERO <= threshold && threshold < 0) {
      return Math.nextDown(-ZERO);
    }
    return 0 <= threshold && threshold < ZERO ? ZERO : threshold;
  }
}
