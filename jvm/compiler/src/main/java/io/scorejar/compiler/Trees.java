package io.scorejar.compiler;

import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dmg.pmml.DataType;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.ResultFeature;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;

/** {@code TreeModel}: alone, or as one of many in a {@link Forester}. */
final class Trees {

  private final Models models;
  private final TreeModel model;
  private final Scope scope;
  private final Target target;
  private final TreeNodes nodes;

  Trees(Models models, TreeModel model, Scope scope, Target target) {
    this.models = models;
    this.model = model;
    this.scope = scope;
    this.target = target;
    this.nodes = new TreeNodes(model, target);
  }

  TreeNodes nodes() {
    return nodes;
  }

  Target target() {
    return target;
  }

  /**
   * Adds the tree to a forest.
   *
   * @param gate the predicate of its segment, read in the scope of the ensemble; null for none
   */
  void grow(Forester forester, int group, Ends ends, Predicate gate, Scope outer, Ends.Rows rows) {
    Route route =
        Route.through(
            model,
            new Predicates(scope, models.folding()),
            gate,
            new Predicates(outer, models.folding()));
    forester.add(new TreeGrower(route, ends.noted(nodes, rows)).grown(), group);
  }

  /** The prediction of a tree alone. */
  Prediction alone() {
    return model.requireMiningFunction() == MiningFunction.REGRESSION ? number() : category();
  }

  private Prediction number() {
    Leaves leaves = leaves(1, node -> new double[] {nodes.score(node)});
    Term value = new Term(leaves.values().get(0), target.type(), target.opType(), null);
    return new Prediction(target, value, null)
        .mayBeMissing(leaves.mayBeMissing())
        .entity(leaves.entity());
  }

  private Prediction category() {
    List<Object> labels = nodes.labels();
    List<Object> categories = nodes.distributed();
    int width = categories.size() + 1;
    Leaves leaves =
        leaves(
            width,
            node -> {
              double[] row = Arrays.copyOf(nodes.shares(node, categories), width);
              row[width - 1] = labels.indexOf(nodes.label(node));
              return row;
            });
    Map<Object, Expression> probabilities = new LinkedHashMap<>();
    for (int i = 0; i < categories.size(); i++) {
      probabilities.put(categories.get(i), leaves.values().get(i));
    }
    Term value = Labels.term(target, leaves.values().get(width - 1), labels);
    return new Prediction(target, value, categories.isEmpty() ? null : probabilities)
        .mayBeMissing(leaves.mayBeMissing())
        .entity(leaves.entity());
  }

  /** What stands in the leaves of a tree alone, as expressions. */
  private record Leaves(List<Expression> values, boolean mayBeMissing, Term entity) {}

  private Leaves leaves(int width, Function<Node, double[]> values) {
    boolean entity = wantsEntity();
    List<String> ids = new ArrayList<>();
    Map<Node, Integer> places = entity ? nodes.places(ids) : Map.of();
    // Behind the values: the place of the node, and, to tell refused rows from rows without a
    // prediction, whether the row was not refused.
    int of = width + (entity ? 2 : 1);
    Forester forester = new Forester(of, false);
    double[] missing = new double[of];
    Arrays.fill(missing, Double.NaN);
    missing[of - 1] = 1;
    int refused = forester.rowOf(Double.NaN);
    Ends ends = new Ends();
    grow(
        forester,
        0,
        ends,
        null,
        scope,
        new Ends.Rows(
            node -> {
              double[] row = Arrays.copyOf(values.apply(node), of);
              if (entity) {
                row[width] = places.get(node);
              }
              row[of - 1] = 1;
              return forester.row(row);
            },
            forester.row(missing),
            refused,
            refused));
    int kept = ends.ambiguous() ? of : of - 1;
    int[] slots = scope.frame().newSlots(kept);
    scope.frame().add(forester, slots, kept);
    Expression there = ends.ambiguous() ? ends.value(new Slot(slots[of - 1])) : null;
    List<Expression> all = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      Expression value = new Slot(slots[i]);
      all.add(there == null ? ends.value(value) : Ops.choice(there, value, Ops.MISSING));
    }
    return new Leaves(all, ends.missing(), entity ? entityTerm(new Slot(slots[width]), ids) : null);
  }

  private boolean wantsEntity() {
    if (model.getOutput() == null) {
      return false;
    }
    for (OutputField field : model.getOutput().getOutputFields()) {
      if (field.getResultFeature() == ResultFeature.ENTITY_ID) {
        return true;
      }
    }
    return false;
  }

  private static Term entityTerm(Expression place, List<String> ids) {
    return new Term(place, DataType.STRING, Term.usual(DataType.STRING), List.copyOf(ids));
  }
}
