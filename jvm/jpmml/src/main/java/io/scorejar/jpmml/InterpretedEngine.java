package io.scorejar.jpmml;

import io.scorejar.EngineProvider;
import io.scorejar.JarContents;
import io.scorejar.Scorer;

/** Scores with the PMML itself, which JPMML interprets: for what cannot be transpiled. */
public final class InterpretedEngine implements EngineProvider {

  /** The name in {@code model.json}. */
  public static final String NAME = "interpreted";

  /** Where the PMML stands in a jar. */
  public static final String ENTRY = "META-INF/scorejar/model.pmml";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Scorer open(JarContents contents) {
    byte[] xml = contents.required(ENTRY);
    return JpmmlScorer.of(contents.manifest().schema(), Evaluators.of(Pmml.readForEvaluation(xml)));
  }
}
