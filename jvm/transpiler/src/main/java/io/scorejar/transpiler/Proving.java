package io.scorejar.transpiler;

import io.scorejar.Agreement;
import io.scorejar.BadModelException;
import io.scorejar.Check;
import io.scorejar.Evidence;
import io.scorejar.JarContents;
import io.scorejar.JarPackage;
import io.scorejar.Manifest;
import io.scorejar.ModelVersion;
import io.scorejar.Proof;
import io.scorejar.Scorer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts engines into jars, opens those as a user would, and compares every answer with the judge's.
 *
 * @param version what the jar is to be called
 */
record Proving(ModelVersion version, Model model, Judged judged) {

  /** How many rows of the evidence a jar carries, to be scored again at every load. */
  private static final int SAMPLE = 64;

  /**
   * The jar of one engine.
   *
   * @param declined the engines that the jar does not hold, each with the cause
   * @throws Declined if the engine does not open, or does not answer as the judge does
   */
  Jar prove(Engine engine, Map<String, String> declined) throws Declined {
    Check check = check(engine, declined);
    Proof.OfEngine proved = Proof.OfEngine.of(check);
    Manifest manifest = manifest(engine, declined, Map.of(engine.name(), proved), check.stricter());
    return new Jar(manifest, Bytes.of(bytes(manifest, engine)), engine.notes());
  }

  private Check check(Engine engine, Map<String, String> declined) throws Declined {
    Manifest draft = manifest(engine, declined, Map.of(), Map.of());
    try {
      Scorer scorer = engine.provider().open(JarContents.of(bytes(draft, engine)));
      Check check = Check.of(engine.name(), scorer, judged.evidence(), agreement());
      requireAgreement(check, "rows", judged.judge());
      Evidence probes = Probes.of(model, judged.evidence());
      requireAgreement(
          Check.of(engine.name(), scorer, probes, model.agreement()),
          "rows with a value made missing or unseen",
          "interpreter");
      return check;
    } catch (BadModelException | LinkageError e) {
      throw new Declined("the " + engine.name() + " engine does not open: " + e.getMessage());
    }
  }

  /** What the evidence says, or else what the PMML does. */
  private Agreement agreement() {
    return judged.evidence().notes().agreement().orElse(model.agreement());
  }

  private static void requireAgreement(Check check, String rows, String judge) throws Declined {
    if (!check.agrees()) {
      throw new Declined(
          "the "
              + check.engine()
              + " engine answers "
              + check.differing()
              + " of "
              + check.rows()
              + " "
              + rows
              + " otherwise than the "
              + judge
              + ": "
              + check.firstDifference().orElseThrow());
    }
  }

  private Manifest manifest(
      Engine engine,
      Map<String, String> declined,
      Map<String, Proof.OfEngine> proved,
      Map<String, Integer> stricter) {
    return new Manifest(
        version.model(),
        version.number(),
        model.schema(),
        List.of(engine.name()),
        declined,
        engine.repairs(),
        model.xml().sha256(),
        engine.tools(),
        new Proof(
            judged.judge(),
            agreement(),
            judged.evidence().size(),
            (int) judged.evidence().answers().stream().filter(Objects::isNull).count(),
            stricter,
            judged.evidence().notes().coverage(),
            Optional.empty(),
            proved));
  }

  private byte[] bytes(Manifest manifest, Engine engine) {
    return JarPackage.bytes(manifest, judged.evidence().sample(SAMPLE), engine.entries());
  }
}
