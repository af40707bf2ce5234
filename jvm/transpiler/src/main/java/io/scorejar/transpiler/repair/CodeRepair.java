package io.scorejar.transpiler.repair;

import com.sun.codemodel.JCodeModel;
import java.util.Optional;

/** One thing that is wrong in the code that JPMML's transpiler generates, and its mending. */
@FunctionalInterface
interface CodeRepair {

  /**
   * Changes generated code where it has to be, such that it answers as the interpreter does.
   *
   * @return what was changed and why, in a sentence; empty if nothing had to be
   */
  Optional<String> apply(JCodeModel code);
}
