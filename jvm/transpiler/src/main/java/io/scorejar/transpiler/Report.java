package io.scorejar.transpiler;

import io.scorejar.Check;
import io.scorejar.Evidence;
import io.scorejar.Input;
import io.scorejar.internal.Json;
import io.scorejar.transpiler.rows.Close;
import io.scorejar.transpiler.rows.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * All that a person may want to know of a proof, as JSON: who judged what on how many rows, by how
 * much answers differ, what was refused, what came close, and where a model is refused, why.
 */
final class Report {

  private static final int CLOSEST = 20;
  private static final int WRONG = 20;
  private static final int REFUSALS = 12;
  private static final int LEAVES = 5;

  private final Model model;
  private final Judged judged;
  private final List<Judgement> judgements = new ArrayList<>();

  Report(Model model, Judged judged) {
    this.model = model;
    this.judged = judged;
    judgements.addAll(judged.judgements());
  }

  /** The report of a model that was proved. */
  Map<String, Object> proved(Jar jar) {
    judgements.addAll(jar.judgements());
    Map<String, Object> json = facts("proved");
    json.put("engine", jar.manifest().engines().get(0));
    json.put("stricter", jar.manifest().proof().stricter());
    json.put("closest", closest());
    return json;
  }

  /**
   * The report of a model that was refused.
   *
   * @param found judgements of an engine that was asked for, if it came to that
   */
  Map<String, Object> refused(String error, List<Judgement> found) {
    judgements.addAll(found);
    Map<String, Object> json = facts("refused");
    json.put("error", error);
    judgements.stream()
        .filter(one -> !one.check().agrees())
        .findFirst()
        .ifPresent(one -> json.putAll(why(one)));
    json.put("closest", List.of());
    return json;
  }

  private Map<String, Object> facts(String verdict) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("verdict", verdict);
    json.put("judge", judged.judge());
    json.put("agreement", judged.agreement().jsonName());
    json.put("rows", judged.asked().size());
    json.put("judged_rows", judged.evidence().size());
    json.put("inputs", model.schema().inputs().stream().map(Input::name).toList());
    json.put("coverage", judged.asked().notes().coverage());
    json.put("judgements", judgements.stream().map(Judgement::toJson).toList());
    json.put("refusals", refusals());
    return json;
  }

  private List<Object> refusals() {
    List<Object> refusals = new ArrayList<>();
    Evidence evidence = judged.evidence();
    evidence.notes().refusals().entrySet().stream()
        .limit(REFUSALS)
        .forEach(
            refusal -> {
              Map<String, Object> json = row(refusal.getKey());
              json.put("said", refusal.getValue());
              refusals.add(json);
            });
    return refusals;
  }

  private Map<String, Object> row(int number) {
    Evidence asked = judged.asked();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("row", number);
    if (!asked.notes().kinds().isEmpty()) {
      json.put("kind", asked.notes().kinds().get(number));
    }
    json.put("values", asked.rows().get(number).stream().map(Json::value).toList());
    return json;
  }

  private List<Object> closest() {
    List<String> kinds = judged.asked().notes().kinds();
    List<Integer> order =
        IntStream.range(0, judged.asked().size())
            .boxed()
            .sorted(Comparator.comparing(row -> kinds.isEmpty() || !kinds.get(row).equals("real")))
            .toList();
    List<Object> closest = new ArrayList<>();
    for (Close close :
        Close.of(
            model.pmml(),
            model.evaluator(),
            model.schema(),
            judged.asked().rows(),
            order,
            CLOSEST)) {
      Map<String, Object> json = row(close.row());
      json.putAll(json(close));
      closest.add(json);
    }
    return closest;
  }

  private static Map<String, Object> json(Close close) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("column", close.field());
    json.put("value", Json.value(close.value()));
    json.put("threshold", Json.value(close.threshold()));
    json.put("ulps", close.ulps());
    return json;
  }

  private Map<String, Object> why(Judgement judgement) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("judge_of_refusal", judgement.judge());
    json.put("engine", judgement.check().engine());
    Cause.of(judgement, judged.asked())
        .ifPresent(
            cause -> {
              json.put("cause", cause.sentence());
              json.put("columns", cause.columns());
            });
    List<Check.Wrong> wrong = judgement.check().wrong();
    json.put("leaves", leaves(judgement.row(wrong.get(0))));
    json.put("wrong", wrong.stream().limit(WRONG).map(one -> wrong(judgement, one)).toList());
    return json;
  }

  private Map<String, Object> wrong(Judgement judgement, Check.Wrong wrong) {
    Map<String, Object> json = row(judgement.row(wrong));
    json.put("output", wrong.output() == null ? null : wrong.output().name());
    json.put("expected", Json.value(wrong.expected()));
    json.put("got", Json.value(wrong.got()));
    json.put("sentence", wrong.sentence());
    return json;
  }

  /** The leaves that a row reaches, those first where another one was nearest. */
  private List<Object> leaves(int row) {
    List<Object> leaves = new ArrayList<>();
    List<Trace.Leaf> found =
        Trace.of(model.pmml(), model.evaluator(), model.schema(), judged.asked().rows().get(row));
    for (Trace.Leaf leaf : found.subList(0, Math.min(LEAVES, found.size()))) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("segment", leaf.tree());
      json.put("node", leaf.node());
      json.put("score", leaf.score() == null ? null : leaf.score().toString());
      json.put("closest", leaf.closest() == null ? null : json(leaf.closest()));
      leaves.add(json);
    }
    return leaves;
  }
}
