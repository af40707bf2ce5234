package io.scorejar.jpmml;

import io.scorejar.Agreement;
import io.scorejar.BadModelException;
import org.dmg.pmml.MathContext;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.evaluator.ModelEvaluatorBuilder;
import org.jpmml.evaluator.OutputFilters;
import org.jpmml.evaluator.visitors.UnsupportedMarkupInspector;
import org.jpmml.model.PMMLException;
import org.jpmml.model.visitors.AbstractVisitor;

/** Makes JPMML's evaluators the way that all of this project uses them. */
public final class Evaluators {

  private Evaluators() {}

  /**
   * The evaluator of the first model that can be scored. It is safe for any number of threads.
   *
   * @param pmml of {@link Pmml#readForEvaluation}, or an instance of generated classes
   * @throws BadModelException if JPMML cannot score the model, as far as can be told without a row
   */
  public static ModelEvaluator<?> of(PMML pmml) {
    try {
      Functions.check(pmml);
      new UnsupportedMarkupInspector().applyTo(pmml);
      ModelEvaluator<?> evaluator =
          new ModelEvaluatorBuilder(pmml)
              // JPMML refuses more than 1000 input fields unless told not to look.
              .setCheckSchema(false)
              .setOutputFilter(OutputFilters.KEEP_FINAL_RESULTS)
              .build();
      MiningFunction function = evaluator.getMiningFunction();
      return switch (function) {
        case REGRESSION, CLASSIFICATION, CLUSTERING, MIXED -> evaluator;
        case ASSOCIATION_RULES, SEQUENCES, TIME_SERIES ->
            throw new BadModelException(
                "expected a model that answers row by row, got one for " + function.value());
      };
    } catch (BadModelException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      // JPMML asks little before it uses what a document says: a defect may end in any of them.
      throw Defects.of(e);
    }
  }

  /**
   * Scores the rows that a document brings along to be verified by, if it does.
   *
   * @throws BadModelException if an answer is not the one that the document says
   */
  public static void verify(ModelEvaluator<?> evaluator) {
    try {
      evaluator.verify();
    } catch (PMMLException e) {
      throw new BadModelException(
          "expected PMML that agrees with its own verification rows, got one that does not: "
              + e.getMessage(),
          e);
    }
  }

  /** What counts as equal for a model: wider where it, or a part of it, says it is in float. */
  public static Agreement agreement(PMML pmml) {
    boolean[] floats = {false};
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Model model) {
        floats[0] |= model.getMathContext() == MathContext.FLOAT;
        return super.visit(model);
      }
    }.applyTo(pmml);
    return floats[0] ? Agreement.FLOAT : Agreement.SUMS;
  }
}
