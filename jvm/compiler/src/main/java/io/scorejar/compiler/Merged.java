package io.scorejar.compiler;

import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.dmg.pmml.PMMLObject;

/** The prediction of the first of several models whose condition holds; missing if none does. */
final class Merged {

  private final Frame frame;
  private final PMMLObject where;
  private final List<Expression> conditions = new ArrayList<>();
  private final List<Prediction> predictions = new ArrayList<>();

  Merged(Frame frame, PMMLObject where) {
    this.frame = frame;
    this.where = where;
  }

  /**
   * Adds a model after those before it.
   *
   * @param condition truth, never missing
   */
  void add(Expression condition, Prediction prediction) {
    conditions.add(condition);
    predictions.add(prediction);
  }

  Prediction prediction() {
    Prediction first = predictions.get(0);
    if (certain(0)) {
      return first;
    }
    for (Prediction other : predictions) {
      boolean alike =
          Objects.equals(other.target().name(), first.target().name())
              && other.target().type() == first.target().type();
      if (!alike) {
        throw NotCompiled.of(where, "its segments predict different targets");
      }
    }
    Term value = chosen(predictions.stream().map(Prediction::value).toList());
    Prediction merged = new Prediction(first.target(), value, probabilities());
    boolean missing = true;
    for (int i = 0; i < predictions.size(); i++) {
      missing &= !certain(i);
    }
    for (Prediction one : predictions) {
      missing |= one.mayBeMissing();
    }
    merged.mayBeMissing(missing);
    merged.unordered(predictions.stream().anyMatch(Prediction::unordered));
    Set<String> names = new LinkedHashSet<>();
    predictions.forEach(one -> names.addAll(one.outputs().keySet()));
    for (String name : names) {
      merged.outputs().put(name, chosen(output(name)));
    }
    return merged;
  }

  private boolean certain(int index) {
    return conditions.get(index) instanceof Constant constant && constant.value() != 0;
  }

  private List<Term> output(String name) {
    List<Term> terms = new ArrayList<>();
    for (Prediction one : predictions) {
      terms.add(one.outputs().get(name));
    }
    return terms;
  }

  private Map<Object, Expression> probabilities() {
    Set<Object> categories = new LinkedHashSet<>();
    for (Prediction one : predictions) {
      if (one.probabilities() == null) {
        return null;
      }
      categories.addAll(one.categories());
    }
    Map<Object, Expression> probabilities = new LinkedHashMap<>();
    for (Object category : categories) {
      List<Term> terms = new ArrayList<>();
      for (Prediction one : predictions) {
        terms.add(Term.number(one.probability(category), org.dmg.pmml.DataType.DOUBLE));
      }
      probabilities.put(category, chosen(terms).expression());
    }
    return probabilities;
  }

  /** The first term whose condition holds; null terms are missing. */
  private Term chosen(List<Term> terms) {
    List<Term> alike = alike(terms);
    Expression chosen = Ops.MISSING;
    boolean open = false;
    for (int i = alike.size() - 1; i >= 0; i--) {
      Term term = alike.get(i);
      Expression value = term == null ? Ops.MISSING : term.expression();
      open |= term != null && term.open();
      // One slot for each: nothing nests deep.
      chosen = new Slot(frame.slot(Ops.choice(conditions.get(i), value, chosen)));
    }
    Term one = alike.stream().filter(Objects::nonNull).findFirst().orElseThrow();
    return new Term(chosen, one.type(), one.opType(), one.categories(), open);
  }

  private List<Term> alike(List<Term> terms) {
    List<Term> there = terms.stream().filter(Objects::nonNull).toList();
    Term first = there.get(0);
    for (Term term : there) {
      if (term.type() != first.type() || term.text() != first.text()) {
        throw NotCompiled.of(where, "its segments answer values of different types");
      }
    }
    if (!first.text()) {
      return terms;
    }
    List<Term> alike = new ArrayList<>();
    int next = 0;
    List<Term> texts = Texts.alike(there);
    for (Term term : terms) {
      alike.add(term == null ? null : texts.get(next++));
    }
    return alike;
  }
}
