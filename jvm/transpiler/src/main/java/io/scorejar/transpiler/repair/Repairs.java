package io.scorejar.transpiler.repair;

import com.sun.codemodel.JCodeModel;
import java.util.List;
import java.util.Optional;
import org.dmg.pmml.PMML;

/**
 * All repairs, in the order in which they are made.
 *
 * <p>First {@link #apply(PMML)}, then JPMML's {@code TranspilerUtil.translate}, then {@link
 * #apply(JCodeModel)}, then {@code TranspilerUtil.compile}.
 *
 * <p>A repair is sound: JPMML's interpreter gives the same answers from the PMML before and after
 * it. That is shown case by case in this package's tests, and proved for every jar anew, because
 * the transpiled engine is compared with a judge who never saw the repaired PMML.
 */
public final class Repairs {

  private static final List<Repair> ALL =
      List.of(
          new ScoreProbabilities(),
          new SegmentOutputs(),
          new LoneTrees(),
          new TargetCategories(),
          new DefaultChildren(),
          new InnerScores(),
          new CategoryOrder(),
          new ProbabilityOutputs(),
          new OutputNames(),
          new CastFields(),
          new FieldNames());

  private static final List<CodeRepair> CODE =
      List.of(new BoxedSwitches(), new MissingPredictions(), new ElseBranches(), new HugeMethods());

  private Repairs() {}

  /**
   * Mends a PMML in place.
   *
   * <p>The fields of the model keep their number and their order, but not their names.
   *
   * @param pmml as it was read, before any of JPMML's optimizers have seen it
   * @return what was changed and why, a sentence each; empty if nothing had to be
   */
  public static List<String> apply(PMML pmml) {
    return ALL.stream().map(repair -> repair.apply(pmml)).flatMap(Optional::stream).toList();
  }

  /**
   * Mends generated code in place, before it is compiled.
   *
   * @return what was changed and why, a sentence each; empty if nothing had to be
   */
  public static List<String> apply(JCodeModel code) {
    return CODE.stream().map(repair -> repair.apply(code)).flatMap(Optional::stream).toList();
  }
}
