package io.scorejar.kernel;

import io.scorejar.EngineProvider;
import io.scorejar.JarContents;
import io.scorejar.Scorer;
import io.scorejar.program.ProgramBytes;

/** The engine {@code compiled}: the jar's program, run by shared kernels. */
public final class CompiledEngine implements EngineProvider {

  /** As {@code model.json} lists it. */
  public static final String NAME = "compiled";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Scorer open(JarContents contents) {
    return new ProgramScorer(
        contents.manifest().schema(), ProgramBytes.read(contents.required(ProgramBytes.ENTRY)));
  }
}
