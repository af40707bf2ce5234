package io.scorejar.transpiler;

import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Takes out of a PMML what no answer depends on. The transpiler would make code of it that builds
 * it anew at every load, and whose size counts towards Java's limit for a method.
 */
final class Unused {

  private Unused() {}

  /** Statistics, explanations, how it was trained, and rows to verify it by: a jar has evidence. */
  static void remove(PMML pmml) {
    pmml.setMiningBuildTask(null);
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Model model) {
        model.setModelVerification(null);
        model.setModelStats(null);
        model.setModelExplanation(null);
        return super.visit(model);
      }
    }.applyTo(pmml);
  }
}
