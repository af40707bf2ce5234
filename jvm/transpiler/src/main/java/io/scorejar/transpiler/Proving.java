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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts engines into jars, opens those as a user would, and compares every answer with the judge's
 * and with the interpreter's. Each row is asked once in each form.
 *
 * @param version what the jar is to be called
 * @param beside entries besides those of the engines: the run time, statistics; perhaps none
 */
record Proving(ModelVersion version, Model model, Judged judged, SortedMap<String, byte[]> beside) {

  /**
   * How many rows of the evidence a jar carries, to be scored again at every load. Of a lean jar of
   * 100 trees they are 7 in 58 kB.
   */
  private static final int SAMPLE = 32;

  /**
   * An engine with what was found of it.
   *
   * @param judgements the judge's first
   */
  record Proved(Engine engine, List<Judgement> judgements) {}

  /**
   * Proves one engine.
   *
   * @param declined the engines that the jar will not hold, each with the cause
   * @throws Declined if the engine does not open, or does not answer as the judges do
   */
  Proved prove(Engine engine, Map<String, String> declined) throws Declined {
    List<Judgement> judgements = judgements(engine, declined);
    if (judgements.stream().anyMatch(one -> !one.check().agrees())) {
      throw new Declined(judgements);
    }
    return new Proved(engine, judgements);
  }

  /**
   * The jar of several engines.
   *
   * @param proved at least one, in the order in which {@code auto} takes them
   */
  Jar jar(List<Proved> proved, Map<String, String> declined) {
    Engine all = Engine.all(proved.stream().map(Proved::engine).toList());
    List<String> names = proved.stream().map(one -> one.engine().name()).toList();
    Manifest manifest = manifest(all, names, declined, proof(proved));
    List<Judgement> judgements = proved.stream().flatMap(one -> one.judgements().stream()).toList();
    return new Jar(manifest, Bytes.of(bytes(manifest, all)), all.notes(), judgements);
  }

  private List<Judgement> judgements(Engine engine, Map<String, String> declined) throws Declined {
    Manifest draft = manifest(engine, List.of(engine.name()), declined, proof(Map.of(), Map.of()));
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

  private Manifest manifest(
      Engine engine, List<String> names, Map<String, String> declined, Proof proof) {
    return new Manifest(
        version.model(),
        version.number(),
        model.schema(),
        names,
        declined,
        engine.repairs(),
        model.xml().sha256(),
        engine.tools(),
        proof);
  }

  private Proof proof(List<Proved> proved) {
    Map<String, Proof.OfEngine> engines = new LinkedHashMap<>();
    for (Proved one : proved) {
      Check judge = one.judgements().get(0).check();
      Check interpreter = one.judgements().get(one.judgements().size() - 1).check();
      engines.put(
          one.engine().name(),
          new Proof.OfEngine(interpreter.rows(), judge.maxUlps(), judge.maxDifference()));
    }
    return proof(proved.get(0).judgements().get(0).check().stricter(), engines);
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
    SortedMap<String, byte[]> entries = new TreeMap<>(engine.entries());
    entries.putAll(beside);
    return JarPackage.bytes(manifest, judged.evidence().sample(SAMPLE), entries);
  }
}
