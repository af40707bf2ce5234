package io.scorejar.transpiler.repair;

import com.sun.codemodel.JBlock;
import com.sun.codemodel.JCodeModel;
import com.sun.codemodel.JExpr;
import com.sun.codemodel.JExpression;
import com.sun.codemodel.JInvocation;
import com.sun.codemodel.JMethod;
import com.sun.codemodel.JStatement;
import com.sun.codemodel.JVar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lets generated code answer "missing" where the interpreter does, instead of failing.
 *
 * <p>JPMML's {@code ModelTranslator}, {@code ModelChainTranslator} and {@code
 * RegressionModelTranslator} use what was read or predicted without a look whether it is there: a
 * TreeModel with {@code missingValueStrategy="nullPrediction"} or without a true child, and a
 * NumericPredictor or CategoricalPredictor whose field is missing, end in a NullPointerException.
 * The interpreter gives no prediction for the first three and leaves the last one out of the sum.
 *
 * <p>As this concerns nearly every model and only rows with missing values, nothing is said of it.
 * A model whose Target has TargetValues, which then stand in for the prediction, is left alone.
 */
final class MissingPredictions implements CodeRepair {

  private static final Set<String> READ =
      Set.of(
          "java.lang.Boolean",
          "java.lang.Double",
          "java.lang.Float",
          "java.lang.Integer",
          "java.lang.String");

  @Override
  public Optional<String> apply(JCodeModel code) {
    List<JMethod> methods = Code.methods(code);
    if (!hasTargetValues(code, methods)) {
      methods.forEach(method -> mend(code, method));
    }
    return Optional.empty();
  }

  private static boolean hasTargetValues(JCodeModel code, List<JMethod> methods) {
    Stream<JMethod> constructors =
        Code.classes(code).stream().flatMap(type -> stream(type.constructors()));
    Stream<JMethod> builders = methods.stream().filter(method -> is(method, "build"));
    return Stream.concat(constructors, builders)
        .anyMatch(method -> Code.text(method.body()).contains("TargetValue("));
  }

  private static <T> Stream<T> stream(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all.stream();
  }

  private static void mend(JCodeModel code, JMethod method) {
    if (method.name().equals("evaluateClassification")
        || method.name().equals("evaluateRegression")) {
      mendAnswer(code, method.body());
    } else if (is(method, "evaluateRegressionTableList$")) {
      mendTables(method.body());
    } else if (is(method, "evaluateRegressionTable$")
        || is(method, "evaluateCategoricalPredictorList$")) {
      mendValues(method.body(), value -> READ.contains(value.type().fullName()));
    } else if (is(method, "evaluateSegmentation$")) {
      mendValues(method.body(), value -> value.name().startsWith("value$"));
    }
  }

  private static boolean is(JMethod method, String prefix) {
    return method.name().startsWith(prefix);
  }

  /** {@code Value<V> value = …; …; return Collections.singletonMap("y", …)}. */
  private static void mendAnswer(JCodeModel code, JBlock body) {
    List<Object> contents = new ArrayList<>(body.getContents());
    if (!(contents.get(0) instanceof JVar prediction)) {
      return;
    }
    Object last = contents.get(contents.size() - 1);
    JInvocation answer = Code.part(last, last.getClass(), "expr", JInvocation.class);
    JExpression missing =
        code.ref(Collections.class)
            .staticInvoke("singletonMap")
            .arg(answer.listArgs()[0])
            .arg(JExpr._null());
    JInvocation value = Code.part(prediction, JVar.class, "init", JInvocation.class);
    if (Code.text((JExpression) value).startsWith("valueFactory.newValue(")) {
      JVar score = new JBlock().decl(code.ref(Number.class), "score", value.listArgs()[0]);
      prediction.init(JExpr.ref("valueFactory").invoke("newValue").arg(score));
      contents.addAll(0, List.of(score, returnIf(score.eq(JExpr._null()), missing)));
    } else {
      contents.add(1, returnIf(prediction.eq(JExpr._null()), missing));
    }
    Code.replace(body, contents);
  }

  /** {@code values.put("a", evaluateRegressionTable$1(…)); …; RegressionModelUtil.compute…}. */
  private static void mendTables(JBlock body) {
    List<Object> contents = new ArrayList<>(body.getContents());
    JVar values = (JVar) contents.get(0);
    for (int i = 1; i < contents.size(); i++) {
      if (contents.get(i) instanceof JStatement statement
          && Code.text(statement).contains("RegressionModelUtil.compute")) {
        JExpression anyMissing = values.invoke("containsValue").arg(JExpr._null());
        contents.add(i, returnIf(anyMissing, JExpr._null()));
        break;
      }
    }
    Code.replace(body, contents);
  }

  private static void mendValues(JBlock body, Predicate<JVar> checked) {
    List<Object> contents = new ArrayList<>();
    for (Object content : body.getContents()) {
      contents.add(content);
      if (content instanceof JVar value && checked.test(value)) {
        contents.add(returnIf(value.eq(JExpr._null()), JExpr._null()));
      }
    }
    Code.replace(body, contents);
  }

  private static Object returnIf(JExpression test, JExpression result) {
    JBlock block = new JBlock();
    block._if(test)._then()._return(result);
    return block.getContents().get(0);
  }
}
