package io.scorejar.transpiler.repair;

import com.sun.codemodel.JBlock;
import com.sun.codemodel.JCase;
import com.sun.codemodel.JCodeModel;
import com.sun.codemodel.JExpression;
import com.sun.codemodel.JMethod;
import com.sun.codemodel.JSwitch;
import com.sun.codemodel.JVar;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Turns a {@code switch} over a Double or a Float, which Java does not have, into comparisons.
 *
 * <p>JPMML's {@code TranslationContext._return} looks a value up by a {@code switch}: the category
 * of a tree's SimplePredicate or SimpleSetPredicate ({@code OrdinalEncoder}), of a regression's
 * CategoricalPredictor, or a row of MapValues. A field with {@code optype="categorical"} and {@code
 * dataType="double"} or {@code "float"}, as of a OneHotEncoder or OrdinalEncoder over numbers, then
 * does not compile.
 *
 * <p>The comparison is {@code equals}, as the interpreter's is.
 */
final class BoxedSwitches implements CodeRepair {

  @Override
  public Optional<String> apply(JCodeModel code) {
    boolean mended = false;
    for (JMethod method : Code.methods(code)) {
      mended |= mend(method.body());
    }
    return mended
        ? Optional.of(
            "categories that are fractional numbers compared one by one in the generated code,"
                + " where the transpiler would have needed a switch over a Double, which Java does"
                + " not have")
        : Optional.empty();
  }

  private static boolean mend(JBlock block) {
    List<?> contents = List.copyOf(block.getContents());
    if (contents.stream().noneMatch(BoxedSwitches::isOverFraction)) {
      return false;
    }
    List<Object> mended = new ArrayList<>();
    for (Object content : contents) {
      if (isOverFraction(content)) {
        mended.addAll(comparisons((JSwitch) content));
      } else {
        mended.add(content);
      }
    }
    Code.replace(block, mended);
    return true;
  }

  private static boolean isOverFraction(Object content) {
    if (content instanceof JSwitch choice && choice.test() instanceof JVar value) {
      String type = value.type().fullName();
      return type.equals("java.lang.Double") || type.equals("java.lang.Float");
    }
    return false;
  }

  /** Every case of such a switch returns; those with one result stand in a row, before its body. */
  private static List<Object> comparisons(JSwitch choice) {
    JBlock comparisons = new JBlock();
    JExpression matches = null;
    for (Iterator<JCase> cases = choice.cases(); cases.hasNext(); ) {
      JCase one = cases.next();
      JExpression same = choice.test().invoke("equals").arg(one.label());
      matches = matches == null ? same : matches.cor(same);
      if (!one.body().isEmpty()) {
        Code.replace(comparisons._if(matches)._then(), one.body().getContents());
        matches = null;
      }
    }
    List<Object> statements = new ArrayList<>(comparisons.getContents());
    // JSwitch._default() makes a new one.
    JCase otherwise = Code.part(choice, JSwitch.class, "defaultCase", JCase.class);
    statements.addAll(otherwise.body().getContents());
    return statements;
  }
}
