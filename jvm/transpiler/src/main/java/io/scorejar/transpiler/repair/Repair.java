package io.scorejar.transpiler.repair;

import java.util.Optional;
import org.dmg.pmml.PMML;

/** One thing that JPMML's transpiler gets wrong, and the change to the PMML that avoids it. */
@FunctionalInterface
interface Repair {

  /**
   * Changes a PMML where it has to be, such that the interpreter's answers stay as they are.
   *
   * @return what was changed and why, in a sentence; empty if nothing had to be
   */
  Optional<String> apply(PMML pmml);
}
