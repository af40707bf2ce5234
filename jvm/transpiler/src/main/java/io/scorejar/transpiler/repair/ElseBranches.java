package io.scorejar.transpiler.repair;

import com.sun.codemodel.JBlock;
import com.sun.codemodel.JCodeModel;
import com.sun.codemodel.JExpr;
import com.sun.codemodel.JExpression;
import com.sun.codemodel.JMethod;
import java.util.List;
import java.util.Optional;
import org.jpmml.translator.JIfStatement;

/**
 * Puts the braces around an {@code else} branch of several statements.
 *
 * <p>JPMML's {@code NodeScope} chains the children of a Node as {@code else if}, and {@code
 * JIfStatement} writes only the body of one whose predicate is True. If that is no leaf, it starts
 * with the declaration of a value, and {@code else float x = …} does not compile. That happens only
 * after {@link DefaultChildren}, or does so by itself in trees of other origin; nothing is said of
 * it.
 */
final class ElseBranches implements CodeRepair {

  @Override
  public Optional<String> apply(JCodeModel code) {
    for (JMethod method : Code.methods(code)) {
      mend(method.body());
    }
    return Optional.empty();
  }

  private static void mend(JBlock block) {
    for (Object content : block.getContents()) {
      if (content instanceof JIfStatement test) {
        if (test.hasElse()) {
          flatten(test._else());
          mend(test._else());
        }
        mend(test._then());
      }
    }
  }

  private static void flatten(JBlock otherwise) {
    List<Object> contents = otherwise.getContents();
    if (contents.size() == 1
        && contents.get(0) instanceof JIfStatement test
        && Code.part(test, JIfStatement.class, "expression", JExpression.class) == JExpr.TRUE) {
      Code.replace(otherwise, test._then().getContents());
    }
  }
}
