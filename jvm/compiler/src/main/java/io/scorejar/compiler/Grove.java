package io.scorejar.compiler;

import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.tree.Node;

/** Ensembles of trees alone, as one forest: predicates of segments become nodes above the roots. */
final class Grove {

  private final Segments segments;
  private final Scope scope;
  private final Frame frame;
  private final List<Trees> trees;
  private final Ends ends = new Ends();

  Grove(Segments segments) {
    this.segments = segments;
    this.scope = segments.scope();
    this.frame = scope.frame();
    this.trees = segments.trees();
  }

  /** The sum of numbers. */
  Totals numbers() {
    return totals(1, tree -> node -> new double[] {tree.nodes().score(node)});
  }

  /** The sums of probabilities, by category. */
  Map<Object, Expression> shares(Totals[] totals) {
    List<Object> categories = trees.get(0).nodes().distributed();
    totals[0] = totals(categories.size(), tree -> node -> shares(tree, node, categories));
    Map<Object, Expression> shares = new LinkedHashMap<>();
    for (int i = 0; i < categories.size(); i++) {
      shares.put(categories.get(i), totals[0].value(segments, i));
    }
    return shares;
  }

  private static double[] shares(Trees tree, Node node, List<Object> categories) {
    if (!tree.nodes().categories(node).equals(categories)) {
      // Of equal probabilities JPMML takes the category that came first on this row.
      throw NotCompiled.of(node, "its categories stand in another order than those of others");
    }
    return tree.nodes().shares(node, categories);
  }

  private Totals totals(int width, Function<Trees, Function<Node, double[]>> values) {
    int all = width + Totals.EXTRAS;
    Forester forester = new Forester(all, segments.reals().floats());
    int out = forester.rowOf(0);
    int refused = forester.rowOf(Double.NaN);
    for (int i = 0; i < trees.size(); i++) {
      Trees tree = trees.get(i);
      Segment segment = segments.list().get(i);
      double factor = segments.factor(segment);
      double weight = segments.weight(segment);
      double[] missing = new double[all];
      Arrays.fill(missing, 0, width, segments.skips() ? 0 : Double.NaN);
      fill(missing, width, 0, weight, segments.skips() ? weight : 0);
      Ends.Rows rows =
          new Ends.Rows(
              node -> {
                double[] row = Arrays.copyOf(values.apply(tree).apply(node), all);
                for (int k = 0; k < width; k++) {
                  row[k] = segments.times(factor, row[k]);
                }
                fill(row, width, factor, weight, 0);
                return forester.row(row);
              },
              forester.row(missing),
              refused,
              out);
      tree.grow(forester, 0, ends, Segments.gate(segment), scope, rows);
    }
    boolean bare = !segments.conditional() && !segments.skips() && !ends.ambiguous();
    int kept = bare ? width : all;
    int[] slots = frame.newSlots(kept);
    frame.add(forester, slots, kept);
    return Totals.of(segments, slots, width, ends);
  }

  /** What each tree answers, for ensembles that do not sum. */
  List<Standing> standings() {
    boolean numbers = segments.model().requireMiningFunction() == MiningFunction.REGRESSION;
    Forester forester = new Forester(2, segments.reals().floats());
    int refused = forester.rowOf(Double.NaN);
    int missing = forester.row(Double.NaN, 1);
    int out = forester.row(Double.NaN, 0);
    List<List<Object>> labels = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      TreeNodes nodes = trees.get(i).nodes();
      List<Object> own = numbers ? List.of() : nodes.labels();
      labels.add(own);
      ToIntFunction<Node> rows =
          node -> forester.row(numbers ? nodes.score(node) : own.indexOf(nodes.label(node)), 1);
      trees
          .get(i)
          .grow(
              forester,
              i,
              ends,
              Segments.gate(segments.list().get(i)),
              scope,
              new Ends.Rows(rows, missing, refused, out));
    }
    int kept = segments.conditional() || ends.refused() ? 2 : 1;
    int[] slots = frame.newSlots(kept * trees.size());
    frame.add(forester, slots, kept);
    List<Standing> standings = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      Expression active =
          kept == 1
              ? Ops.truth(true)
              : new Slot(frame.slot(ends.value(new Slot(slots[2 * i + 1]))));
      Expression value = new Slot(slots[kept * i]);
      Target target = trees.get(i).target();
      Term term =
          numbers
              ? new Term(value, target.type(), target.opType(), null)
              : Labels.term(target, value, labels.get(i));
      Prediction one = new Prediction(target, term, null).mayBeMissing(ends.missing());
      standings.add(Standing.of(segments, active, one));
    }
    return standings;
  }

  private static void fill(double[] row, int width, double factor, double weight, double lost) {
    row[width] = factor;
    row[width + 1] = 1;
    row[width + 2] = weight;
    row[width + 3] = lost;
  }
}
