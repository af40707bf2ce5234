package io.scorejar.reasons;

import io.scorejar.BadModelException;
import io.scorejar.Output;
import io.scorejar.Schema;
import io.scorejar.Type;
import io.scorejar.program.Assign;
import io.scorejar.program.Cover;
import io.scorejar.program.Covers;
import io.scorejar.program.Forest;
import io.scorejar.program.Program;
import io.scorejar.program.Step;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program taken apart into the raw scores behind its answers. Immutable. */
final class Explained {

  final List<RawScore> scores = new ArrayList<>();
  final List<SharedForest> forests = new ArrayList<>();

  /** The steps without which forests and terms cannot be worked out. */
  final List<Step> steps = new ArrayList<>();

  final List<String> columns;

  private final Program program;
  private final Forms forms;
  private final Owners owners;
  private final Map<Forest, Optional<Cover>> covers = new HashMap<>();
  private final boolean counted;
  private final BitSet needed = new BitSet();

  /**
   * Takes a program apart.
   *
   * @param records covers.bin, if the jar has it
   * @throws BadModelException if no answer is a sum, or records are missing
   */
  Explained(Schema schema, Program program, Optional<byte[]> records) {
    this.program = program;
    this.forms = new Forms(program);
    this.owners = new Owners(program, forms, schema.inputs().stream().map(i -> i.name()).toList());
    this.counted = records.isPresent();
    List<Forest> all = Covers.forests(program);
    if (counted) {
      List<Optional<Cover>> read = Covers.read(records.get(), program);
      for (int i = 0; i < all.size(); i++) {
        covers.put(all.get(i), read.get(i));
      }
    }
    Map<Integer, Forms.Raw> raws = raws(schema);
    Map<Forest, int[]> owned = owned(raws);
    columns = columns(raws);
    List<Forest> explained = List.copyOf(owned.keySet());
    owned.forEach(
        (forest, of) ->
            forests.add(
                new SharedForest(forest, covers.get(forest).orElseThrow(), of, columns.size())));
    raws.forEach(
        (output, raw) ->
            scores.add(score(schema.outputs().get(output).name(), output, raw, explained)));
    keepSteps();
  }

  /** By output; where the answers of two rise with the same score, the first stands for both. */
  private Map<Integer, Forms.Raw> raws(Schema schema) {
    Map<Integer, Forms.Raw> rising = new LinkedHashMap<>();
    Map<Integer, Forms.Raw> falling = new LinkedHashMap<>();
    for (int i = 0; i < program.outputs(); i++) {
      Output output = schema.outputs().get(i);
      boolean number = output.type() == Type.DOUBLE || output.type() == Type.FLOAT;
      Optional<Forms.Raw> raw =
          number && output.categories().isEmpty() ? forms.raw(program.output(i)) : Optional.empty();
      if (raw.isPresent() && raw.get().rises()) {
        if (!rising.containsValue(raw.get())) {
          rising.put(i, raw.get());
        }
      } else if (raw.isPresent()) {
        falling.putIfAbsent(i, new Forms.Raw(raw.get().form().times(-1), true));
      }
    }
    Map<Integer, Forms.Raw> found = rising.isEmpty() ? falling : rising;
    if (found.isEmpty()) {
      throw new BadModelException(
          "reasons: expected an answer that is made of a sum of trees or of terms, got none");
    }
    return found;
  }

  /** The forests behind raw scores, with the owners of their features. */
  private Map<Forest, int[]> owned(Map<Integer, Forms.Raw> raws) {
    Map<Forest, int[]> owned = new LinkedHashMap<>();
    for (Forms.Raw raw : raws.values()) {
      for (int slot : raw.form().factors().keySet()) {
        if (forms.writer(slot) instanceof Forest forest && !owned.containsKey(forest)) {
          Cover cover = covers.getOrDefault(forest, Optional.empty()).orElseThrow(this::uncounted);
          owned.put(forest, owners.ofFeatures(forest, cover));
          forest.reads(needed::set);
        }
      }
    }
    return owned;
  }

  private BadModelException uncounted() {
    return new BadModelException(
        "reasons: expected the records of each leaf, got "
            + (counted
                ? "a model whose PMML does not have them: nodes without recordCount"
                : "a jar without them: export the model again"));
  }

  private List<String> columns(Map<Integer, Forms.Raw> raws) {
    for (Forms.Raw raw : raws.values()) {
      for (int slot : raw.form().factors().keySet()) {
        if (!(forms.writer(slot) instanceof Forest)) {
          owners.ofTerm(slot);
          needed.set(slot);
        }
      }
    }
    return owners.names();
  }

  private RawScore score(String name, int output, Forms.Raw raw, List<Forest> explained) {
    double base = raw.form().base();
    List<RawScore.Trees> trees = new ArrayList<>();
    List<RawScore.Term> terms = new ArrayList<>();
    for (Map.Entry<Integer, Double> one : raw.form().factors().entrySet()) {
      int slot = one.getKey();
      double factor = one.getValue();
      if (forms.writer(slot) instanceof Forest forest) {
        int place = explained.indexOf(forest);
        int sum = sum(forest, slot);
        trees.add(new RawScore.Trees(place, sum, factor));
        base += factor * forests.get(place).base(sum);
      } else if (owners.inputs(slot).isEmpty() && forms.writer(slot) instanceof Assign constant) {
        base += factor * constant.expression().value(new double[program.slots()]);
      } else {
        terms.add(new RawScore.Term(slot, owners.ofTerm(slot), factor));
      }
    }
    return new RawScore(name, output, base, trees, terms);
  }

  private static int sum(Forest forest, int slot) {
    int sum = 0;
    while (forest.target(sum) != slot) {
      sum++;
    }
    return sum;
  }

  private void keepSteps() {
    List<Step> all = program.steps();
    for (int i = all.size() - 1; i >= 0; i--) {
      BitSet written = new BitSet();
      all.get(i).writes(written::set);
      if (written.intersects(needed)) {
        steps.add(0, all.get(i));
        all.get(i).reads(needed::set);
      }
    }
  }
}
