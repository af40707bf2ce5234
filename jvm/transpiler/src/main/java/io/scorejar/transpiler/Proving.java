package io.scorejar.transpiler;

import io.scorejar.BadModelException;
import io.scorejar.Check;
import io.scorejar.Evidence;
import io.scorejar.JarContents;
import io.scorejar.JarPackage;
import io.scorejar.Manifest;
import io.scorejar.ModelVersion;
import io.scorejar.Proof;
import io.scorejar.Scorer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    return jar(List.of(engine), Map.of(engine.name(), check(engine, declined)), declined);
  }

  /**
   * The jar of several engines, in the order in which {@code auto} takes them.
   *
   * @param checks of each of them by its name, as {@link #check} gave them
   */
  Jar jar(List<Engine> engines, Map<String, Check> checks, Map<String, String> declined) {
    Map<String, Proof.OfEngine> proved = new LinkedHashMap<>();
    for (Engine engine : engines) {
      Check check = checks.get(engine.name());
      proved.put(engine.name(), new Proof.OfEngine(check.rows(), check.maxDifference()));
    }
    Engine all = Engine.all(engines);
    List<String> names = engines.stream().map(Engine::name).toList();
    Manifest manifest = manifest(all, names, declined, proved);
    return new Jar(manifest, Bytes.of(bytes(manifest, all)), all.notes());
  }

  /**
   * Checks one engine against the judge.
   *
   * @throws Declined as {@link #prove}
   */
  Check check(Engine engine, Map<String, String> declined) throws Declined {
    Manifest draft = manifest(engine, List.of(engine.name()), declined, Map.of());
    try {
      Scorer scorer = engine.provider().open(JarContents.of(bytes(draft, engine)));
      Check check = Check.of(engine.name(), scorer, judged.evidence(), model.agreement());
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
      List<String> names,
      Map<String, String> declined,
      Map<String, Proof.OfEngine> proved) {
    return new Manifest(
        version.model(),
        version.number(),
        model.schema(),
        names,
        declined,
        engine.repairs(),
        model.xml().sha256(),
        engine.tools(),
        new Proof(judged.judge(), judged.evidence().size(), model.agreement(), proved));
  }

  private byte[] bytes(Manifest manifest, Engine engine) {
    return JarPackage.bytes(manifest, judged.evidence().sample(SAMPLE), engine.entries());
  }
}
