package io.scorejar.transpiler.repair;

import com.sun.codemodel.JCodeModel;
import com.sun.codemodel.JDefinedClass;
import com.sun.codemodel.JMethod;
import java.util.List;
import java.util.Optional;

/**
 * Splits the methods of large trees.
 *
 * <p>JPMML's {@code TreeModelTranslator} and {@code TreeModelAggregatorTranslator} make one method
 * of a TreeModel. HotSpot never compiles a method of more than 8000 bytes of bytecode (some 580
 * leaves), and javac refuses one of more than 64 KB (some 4700 leaves): "code too large".
 */
final class HugeMethods implements CodeRepair {

  @Override
  public Optional<String> apply(JCodeModel code) {
    int split = 0;
    for (JDefinedClass type : Code.classes(code)) {
      for (JMethod method : List.copyOf(type.methods())) {
        if (isTree(method) && new BranchMover(type, method).shorten()) {
          split++;
        }
      }
    }
    return split == 0
        ? Optional.empty()
        : Optional.of(
            "trees split into several methods of generated code, as the JVM does not compile very"
                + " large ones: "
                + split);
  }

  private static boolean isTree(JMethod method) {
    return method.type().name().equals("int")
        && method.params().size() == 1
        && method.params().get(0).name().equals("arguments");
  }
}
