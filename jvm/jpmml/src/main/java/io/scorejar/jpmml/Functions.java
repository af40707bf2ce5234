package io.scorejar.jpmml;

import io.scorejar.BadModelException;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;
import org.dmg.pmml.Apply;
import org.dmg.pmml.DefineFunction;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.jpmml.evaluator.Function;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Refuses calls of functions that neither PMML nor the document defines.
 *
 * <p>JPMML takes the name of an unknown function for the name of a Java class and makes an instance
 * of it, and remembers every name that it looked for in a static map without a lock.
 */
final class Functions {

  private static final Set<String> OF_PMML = ofPmml();

  private Functions() {}

  /**
   * Checks every call of a function.
   *
   * @throws BadModelException naming the first function that is not known
   */
  static void check(PMML pmml) {
    Set<String> known = new HashSet<>(OF_PMML);
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(DefineFunction function) {
        known.add(function.requireName());
        return super.visit(function);
      }
    }.applyTo(pmml);
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(Apply apply) {
        if (!known.contains(apply.requireFunction())) {
          throw new BadModelException(
              "expected functions that PMML or the document defines, got '"
                  + apply.requireFunction()
                  + "'");
        }
        return super.visit(apply);
      }
    }.applyTo(pmml);
  }

  /** The names of JPMML's own list: the constants of its interface. */
  private static Set<String> ofPmml() {
    Set<String> names = new HashSet<>();
    for (Field field : org.jpmml.evaluator.Functions.class.getFields()) {
      try {
        if (field.get(null) instanceof Function function) {
          names.add(function.getName());
        }
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(field + " is a public constant", e);
      }
    }
    return Set.copyOf(names);
  }
}
