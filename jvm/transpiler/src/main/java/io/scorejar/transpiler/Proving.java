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
import io.scorejar.Replies;
import io.scorejar.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts engines into jars, opens those as a user would, and compares every answer with the judge's
 * and with the interpreter's. Each row is asked once in each form.
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
   * @throws Declined if the engine does not open, or does not answer as the judges do
   */
  Jar prove(Engine engine, Map<String, String> declined) throws Declined {
    List<Judgement> judgements = judgements(engine, declined);
    if (judgements.stream().anyMatch(one -> !one.check().agrees())) {
      throw new Declined(judgements);
    }
    Manifest manifest = manifest(engine, declined, judgements);
    return new Jar(manifest, Bytes.of(bytes(manifest, engine)), engine.notes(), judgements);
  }

  private List<Judgement> judgements(Engine engine, Map<String, String> declined) throws Declined {
    Manifest draft = manifest(engine, declined, List.of());
    try {
      Scorer scorer = engine.provider().open(JarContents.of(bytes(draft, engine)));
      Replies replies = Replies.inParallel(scorer, judged.asked());
      List<Judgement> judgements = new ArrayList<>();
      if (!judged.judge().equals(Witness.NAME)) {
        Agreement agreement = judged.agreement();
        Check check = Check.of(engine.name(), replies, judged.evidence(), agreement);
        judgements.add(new Judgement(judged.judge(), agreement, check));
      }
      judgements.add(byInterpreter(engine, replies));
      return judgements;
    } catch (BadModelException | LinkageError e) {
      throw new Declined("the " + engine.name() + " engine does not open: " + e.getMessage());
    }
  }

  /**
   * By bits, or else by ulps: generated code adds some ensembles up in another order, and says by
   * its largest difference that it does.
   */
  private Judgement byInterpreter(Engine engine, Replies replies) {
    Evidence expected = judged.asked();
    Check bits = Check.of(engine.name(), replies, expected, Agreement.BITS);
    return bits.agrees()
        ? new Judgement(Witness.NAME, Agreement.BITS, bits)
        : new Judgement(
            Witness.NAME,
            Agreement.ULPS,
            Check.of(engine.name(), replies, expected, Agreement.ULPS));
  }

  /**
   * The manifest of a jar of one engine.
   *
   * @param judgements of the engine, the judge's first; none in a draft
   */
  private Manifest manifest(
      Engine engine, Map<String, String> declined, List<Judgement> judgements) {
    return new Manifest(
        version.model(),
        version.number(),
        model.schema(),
        List.of(engine.name()),
        declined,
        engine.repairs(),
        model.xml().sha256(),
        engine.tools(),
        judgements.isEmpty() ? proof(Map.of(), Map.of()) : proof(engine.name(), judgements));
  }

  private Proof proof(String engine, List<Judgement> judgements) {
    Check judge = judgements.get(0).check();
    Check interpreter = judgements.get(judgements.size() - 1).check();
    Proof.OfEngine proved =
        new Proof.OfEngine(interpreter.rows(), judge.maxUlps(), judge.maxDifference());
    return proof(judge.stricter(), Map.of(engine, proved));
  }

  private Proof proof(Map<String, Integer> stricter, Map<String, Proof.OfEngine> engines) {
    Optional<Proof.Raw> raw =
        judged.judgements().stream()
            .filter(one -> one.what().equals(Judgement.RAW))
            .map(one -> new Proof.Raw(one.check().rows(), one.agreement()))
            .findFirst();
    return new Proof(
        judged.judge(),
        judged.agreement(),
        judged.evidence().size(),
        (int) judged.evidence().answers().stream().filter(Objects::isNull).count(),
        stricter,
        judged.asked().notes().coverage(),
        raw,
        engines);
  }

  private byte[] bytes(Manifest manifest, Engine engine) {
    return JarPackage.bytes(manifest, judged.evidence().sample(SAMPLE), engine.entries());
  }
}
