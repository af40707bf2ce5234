package io.scorejar.transpiler.repair;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.dmg.pmml.False;
import org.dmg.pmml.HasFieldReference;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.True;
import org.dmg.pmml.tree.ComplexNode;
import org.dmg.pmml.tree.Node;

/**
 * A node with a default child and one other child, and the same without the default.
 *
 * <p>The other child comes first, with a predicate that a missing value leaves unknown. The default
 * child comes last and takes all the rest: the rows for which its own predicate is true, and those
 * whose value is missing. Where the two predicates are sets of categories, there are values in
 * neither; a child between the two takes those and, having no true child itself, gives no
 * prediction, which is what the interpreter makes of them.
 *
 * @param node has the two children
 * @param other its predicate is {@code test}
 * @param fallback the default child; its predicate is {@code rest}, or True
 * @param test false for every value that goes to the default child
 * @param rest empty if no value is left to neither child
 */
record DefaultChild(
    Node node, Node other, Node fallback, Predicate test, Optional<Predicate> rest) {

  /** The score of a leaf that is never reached. */
  private static final String UNREAD = "0";

  /**
   * Rewrites all nodes of a tree.
   *
   * @return false if a node is of another form; then nothing has been changed
   */
  static boolean rewriteAll(Node root, KnownCategories known) {
    List<DefaultChild> found = new ArrayList<>();
    if (!collect(root, known, found)) {
      return false;
    }
    found.forEach(DefaultChild::rewrite);
    return true;
  }

  private static boolean collect(Node node, KnownCategories known, List<DefaultChild> found) {
    if (!node.hasNodes()) {
      return true;
    }
    Optional<DefaultChild> mendable = of(node, known);
    if (mendable.isEmpty()) {
      return false;
    }
    found.add(mendable.get());
    return node.getNodes().stream().allMatch(child -> collect(child, known, found));
  }

  private static Optional<DefaultChild> of(Node node, KnownCategories known) {
    List<Node> children = node.getNodes();
    if (children.size() != 2 || node.getDefaultChild() == null) {
      return Optional.empty();
    }
    boolean first = Objects.equals(children.get(0).getId(), node.getDefaultChild());
    boolean second = Objects.equals(children.get(1).getId(), node.getDefaultChild());
    if (first == second) {
      return Optional.empty();
    }
    Node fallback = children.get(first ? 0 : 1);
    Node other = children.get(first ? 1 : 0);
    Predicate rest = fallback.requirePredicate();
    Predicate test = other.requirePredicate();
    Optional<DefaultChild> complete =
        Optional.of(new DefaultChild(node, other, fallback, test, Optional.empty()));
    if (first && test instanceof True) {
      return Complement.of(rest)
          .map(opposite -> new DefaultChild(node, other, fallback, opposite, Optional.empty()));
    }
    if ((second && rest instanceof True) || Complement.are(test, rest)) {
      return complete;
    }
    if (!areDisjoint(test, rest)) {
      return Optional.empty();
    }
    return isAll(test, rest, known)
        ? complete
        : Complement.of(rest)
            .map(left -> new DefaultChild(node, other, fallback, test, Optional.of(left)));
  }

  private static boolean areDisjoint(Predicate one, Predicate other) {
    Optional<Set<String>> categories = Complement.categories(one);
    Optional<Set<String>> others = Complement.categories(other);
    return categories.isPresent()
        && others.isPresent()
        && field(one).equals(field(other))
        && categories.get().stream().noneMatch(others.get()::contains);
  }

  private static boolean isAll(Predicate one, Predicate other, KnownCategories known) {
    Set<String> both = new HashSet<>(Complement.categories(one).orElseThrow());
    both.addAll(Complement.categories(other).orElseThrow());
    return known.areAll(field(one), both);
  }

  private static String field(Predicate predicate) {
    return ((HasFieldReference<?>) predicate).requireField();
  }

  private void rewrite() {
    List<Node> children = node.getNodes();
    children.clear();
    children.add(other.setPredicate(test));
    rest.ifPresent(left -> children.add(noPrediction(left)));
    children.add(fallback.setPredicate(True.INSTANCE));
    node.setDefaultChild(null);
  }

  private static Node noPrediction(Predicate predicate) {
    return new ComplexNode()
        .setPredicate(predicate)
        .addNodes(new ComplexNode(UNREAD, False.INSTANCE));
  }
}
