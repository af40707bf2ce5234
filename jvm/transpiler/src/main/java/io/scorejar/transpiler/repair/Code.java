package io.scorejar.transpiler.repair;

import com.sun.codemodel.JBlock;
import com.sun.codemodel.JCodeModel;
import com.sun.codemodel.JDefinedClass;
import com.sun.codemodel.JExpression;
import com.sun.codemodel.JFormatter;
import com.sun.codemodel.JMethod;
import com.sun.codemodel.JPackage;
import com.sun.codemodel.JStatement;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jpmml.translator.JBlockUtil;

/** What the repairs of generated code have in common. */
final class Code {

  private Code() {}

  /** All classes but interfaces, nested ones after those that hold them. */
  static List<JDefinedClass> classes(JCodeModel code) {
    List<JDefinedClass> found = new ArrayList<>();
    for (Iterator<JPackage> packages = code.packages(); packages.hasNext(); ) {
      collect(packages.next().classes(), found);
    }
    return found;
  }

  private static void collect(Iterator<JDefinedClass> classes, List<JDefinedClass> found) {
    while (classes.hasNext()) {
      JDefinedClass type = classes.next();
      // To ask a method of an interface for its body is to give it one.
      if (!type.isInterface()) {
        found.add(type);
      }
      collect(type.classes(), found);
    }
  }

  /** All methods of all classes; a list of its own, so that methods may be added meanwhile. */
  static List<JMethod> methods(JCodeModel code) {
    return classes(code).stream().flatMap(type -> type.methods().stream()).toList();
  }

  /** Puts a block's declarations and statements in the place of those that it has. */
  static void replace(JBlock block, List<?> contents) {
    List<?> copy = List.copyOf(contents);
    JBlockUtil.clear(block);
    JBlockUtil.insertAll(block, copy);
    if (copy.size() > 1) {
      // An else branch of one statement has been made without braces.
      set(block, "bracesRequired");
      set(block, "indentRequired");
    }
  }

  /** The source text of an expression, every class by its full name. */
  static String text(JExpression expression) {
    StringWriter text = new StringWriter();
    new JFormatter(text).g(expression).close();
    return text.toString();
  }

  /** The source text of a statement, every class by its full name. */
  static String text(JStatement statement) {
    StringWriter text = new StringWriter();
    new JFormatter(text).s(statement).close();
    return text.toString();
  }

  /** A part that the code model holds but does not show. */
  static <T> T part(Object whole, Class<?> declaredIn, String name, Class<T> type) {
    try {
      Field field = declaredIn.getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(whole));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("expected another version of the code model", e);
    }
  }

  private static void set(JBlock block, String name) {
    try {
      Field field = JBlock.class.getDeclaredField(name);
      field.setAccessible(true);
      field.setBoolean(block, true);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("expected another version of the code model", e);
    }
  }
}
