package io.scorejar.transpiler.repair;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.False;
import org.dmg.pmml.PMML;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.SimplePredicate.Operator;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.mining.Segmentation;
import org.dmg.pmml.mining.Segmentation.MultipleModelMethod;
import org.dmg.pmml.tree.ComplexNode;
import org.dmg.pmml.tree.Node;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Lets all tree ensembles of a chain meet the categories of a field in the same order.
 *
 * <p>A classifier of several classes is a MiningModel with {@code
 * multipleModelMethod="modelChain"}, of which JPMML's {@code ModelChainTranslator} makes one class
 * of code. Each ensemble in it numbers the categories of a field as it meets them in its
 * SimplePredicates and SimpleSetPredicates ({@code OrdinalEncoder}), but {@code
 * ArgumentsRef.getMethod} gives the numbers of the first ensemble to all of them: wrong answers,
 * and no error.
 *
 * <p>The change is a first child of a tree's root that names all categories and is never reached,
 * because its predicate is False.
 */
final class CategoryOrder implements Repair {

  /** The score of nodes that are never reached. */
  private static final String UNREAD = "0";

  @Override
  public Optional<String> apply(PMML pmml) {
    Set<String> mended = new LinkedHashSet<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(MiningModel model) {
        Segmentation chain = model.requireSegmentation();
        if (chain.requireMultipleModelMethod() == MultipleModelMethod.MODEL_CHAIN) {
          mended.addAll(mend(chain.requireSegments()));
        }
        return super.visit(model);
      }
    }.applyTo(pmml);
    return mended.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "categories put into one order for all classes, where the transpiler would have mixed"
                + " up those of "
                + Listing.of(mended));
  }

  private static Set<String> mend(List<Segment> segments) {
    List<MetCategories> met = segments.stream().map(MetCategories::of).toList();
    Map<String, Set<String>> all = new LinkedHashMap<>();
    Map<String, List<List<String>>> orders = new LinkedHashMap<>();
    for (MetCategories ensemble : met) {
      ensemble
          .byField()
          .forEach(
              (field, categories) -> {
                all.computeIfAbsent(field, key -> new LinkedHashSet<>()).addAll(categories);
                orders
                    .computeIfAbsent(field, key -> new ArrayList<>())
                    .add(List.copyOf(categories));
              });
    }
    Set<String> mixedUp = new LinkedHashSet<>();
    orders.forEach(
        (field, lists) -> {
          if (lists.stream().distinct().count() > 1) {
            mixedUp.add(field);
          }
        });
    for (MetCategories ensemble : met) {
      for (String field : mixedUp) {
        if (ensemble.byField().containsKey(field)) {
          ensemble.firstRoot().getNodes().add(0, unreached(field, all.get(field)));
        }
      }
    }
    return mixedUp;
  }

  private static Node unreached(String field, Set<String> categories) {
    Node unreached = new ComplexNode(UNREAD, False.INSTANCE);
    for (String category : categories) {
      unreached.addNodes(
          new ComplexNode(UNREAD, new SimplePredicate(field, Operator.EQUAL, category)));
    }
    return unreached;
  }
}
