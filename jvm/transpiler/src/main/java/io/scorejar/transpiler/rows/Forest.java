package io.scorejar.transpiler.rows;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dmg.pmml.Model;
import org.dmg.pmml.Predicate;
import org.dmg.pmml.ScoreDistribution;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.True;
import org.dmg.pmml.mining.MiningModel;
import org.dmg.pmml.mining.Segment;
import org.dmg.pmml.rule_set.CompoundRule;
import org.dmg.pmml.rule_set.Rule;
import org.dmg.pmml.rule_set.RuleSetModel;
import org.dmg.pmml.rule_set.SimpleRule;
import org.dmg.pmml.scorecard.Attribute;
import org.dmg.pmml.scorecard.Characteristic;
import org.dmg.pmml.scorecard.Scorecard;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;
import org.dmg.pmml.tree.TreeModel.MissingValueStrategy;

/**
 * All that a model decides by predicates: trees, conditions of segments, rules, characteristics of
 * scorecards, comparisons within derived fields; the latter as trees of one split.
 */
final class Forest {

  private final List<SplitNode> roots = new ArrayList<>();
  private final List<SplitNode> conditions = new ArrayList<>();
  private final List<Question> questions = new ArrayList<>();
  private final Map<String, Question> known = new LinkedHashMap<>();
  private final List<Scope> scopes = new ArrayList<>();

  static Forest of(Model model, Scope scope) {
    Forest forest = new Forest();
    forest.scopes.add(scope);
    forest.read(model, scope, List.of());
    for (Scope one : forest.scopes) {
      for (Predicate condition : Conditions.of(one)) {
        SplitNode node = new SplitNode(null, 0);
        forest.conditions.add(node);
        forest.ask(node, one, List.of(condition));
      }
    }
    return forest;
  }

  List<SplitNode> roots() {
    return roots;
  }

  /** The outermost model's first; models that share one are in it once. */
  List<Scope> scopes() {
    return scopes;
  }

  /** What derived fields decide: splits at which no row ends. */
  List<SplitNode> conditions() {
    return conditions;
  }

  /** Each once, in the order in which they were met. */
  List<Question> questions() {
    return questions;
  }

  /** A condition under which a model is asked at all. */
  private record Guard(Predicate predicate, Scope scope) {}

  private void read(Model model, Scope scope, List<Guard> guards) {
    if (model instanceof TreeModel tree) {
      readTree(tree, scope, guards);
    } else if (model instanceof MiningModel mining) {
      for (Segment segment : mining.requireSegmentation().requireSegments()) {
        List<Guard> inner = new ArrayList<>(guards);
        if (!(segment.requirePredicate() instanceof True)) {
          inner.add(new Guard(segment.requirePredicate(), scope));
        }
        Scope inside = scope.inside(segment.requireModel());
        if (!scopes.contains(inside)) {
          scopes.add(inside);
        }
        read(segment.requireModel(), inside, inner);
      }
    } else if (model instanceof Scorecard card) {
      for (Characteristic one : card.requireCharacteristics().requireCharacteristics()) {
        List<Predicate> predicates =
            one.requireAttributes().stream().map(Attribute::requirePredicate).toList();
        ask(root(guards), scope, predicates);
      }
    } else if (model instanceof RuleSetModel rules) {
      readRules(rules.requireRuleSet().getRules(), scope, guards);
    }
  }

  private void readRules(List<Rule> rules, Scope scope, List<Guard> guards) {
    for (Rule rule : rules) {
      if (rule instanceof CompoundRule compound) {
        List<Guard> inner = new ArrayList<>(guards);
        inner.add(new Guard(compound.requirePredicate(), scope));
        readRules(compound.requireRules(), scope, inner);
      } else if (rule instanceof SimpleRule simple) {
        List<Predicate> predicates = List.of(simple.requirePredicate());
        ask(root(guards), scope, predicates);
      }
    }
  }

  private SplitNode root(List<Guard> guards) {
    SplitNode node = new SplitNode(null, 0);
    roots.add(node);
    for (Guard guard : guards) {
      node = ask(node, guard.scope, List.of(guard.predicate))[0];
    }
    return node;
  }

  private void readTree(TreeModel tree, Scope scope, List<Guard> guards) {
    Node top = tree.requireNode();
    SplitNode node = root(guards);
    if (!(top.requirePredicate() instanceof True)) {
      node = ask(node, scope, List.of(top.requirePredicate()))[0];
    }
    grow(node, top, scope, tree.getMissingValueStrategy());
  }

  private void grow(SplitNode split, Node node, Scope scope, MissingValueStrategy strategy) {
    split.score(score(node));
    if (!node.hasNodes()) {
      return;
    }
    List<Node> nodes = node.getNodes();
    if (strategy == MissingValueStrategy.DEFAULT_CHILD) {
      int defaultChild = Question.FAILS;
      for (int i = 0; i < nodes.size() && node.getDefaultChild() != null; i++) {
        defaultChild = node.getDefaultChild().equals(nodes.get(i).getId()) ? i : defaultChild;
      }
      Question question = question(scope, predicates(nodes), strategy, defaultChild, false);
      growAll(split.ask(question), nodes, scope, strategy);
      return;
    }
    // Children that are asked about different columns: one split after the other.
    SplitNode at = split;
    for (int from = 0; from < nodes.size(); ) {
      int to = alike(scope, nodes, from);
      List<Node> some = nodes.subList(from, to);
      Question question =
          question(scope, predicates(some), strategy, Question.FAILS, to < nodes.size());
      SplitNode[] children = at.ask(question);
      growAll(children, some, scope, strategy);
      at = children[children.length - 1];
      at.score(split.score());
      from = to;
    }
  }

  /** The score of a node and the shares of the classes there. */
  private static Object score(Node node) {
    List<Object> score = new ArrayList<>();
    score.add(node.getScore());
    if (node.hasScoreDistributions()) {
      double all = 0;
      for (ScoreDistribution one : node.getScoreDistributions()) {
        all += one.getRecordCount() == null ? 0 : one.getRecordCount().doubleValue();
      }
      for (ScoreDistribution one : node.getScoreDistributions()) {
        score.add(
            one.getRecordCount() == null
                ? one.getProbability()
                : (Object) (one.getRecordCount().doubleValue() / all));
      }
    }
    return score;
  }

  private static List<Predicate> predicates(List<Node> nodes) {
    return nodes.stream().map(Node::requirePredicate).toList();
  }

  /** The end of the nodes that are asked about the same single column as the first of them. */
  private static int alike(Scope scope, List<Node> nodes, int from) {
    BitSet column = new BitSet();
    for (int i = from; i < nodes.size(); i++) {
      Optional<BitSet> sources = scope.sources(Scope.references(nodes.get(i).requirePredicate()));
      if (sources.isPresent()) {
        column.or(sources.get());
      }
      if (sources.isEmpty() || column.cardinality() > 1) {
        return Math.max(i, from + 1);
      }
    }
    return nodes.size();
  }

  private void growAll(
      SplitNode[] children, List<Node> nodes, Scope scope, MissingValueStrategy strategy) {
    for (int i = 0; i < nodes.size(); i++) {
      grow(children[i], nodes.get(i), scope, strategy);
    }
  }

  private Question question(
      Scope scope,
      List<Predicate> predicates,
      MissingValueStrategy strategy,
      int defaultChild,
      boolean others) {
    String key = key(scope, predicates, strategy, defaultChild, others);
    Question question = key == null ? null : known.get(key);
    if (question == null) {
      question = new Question(scope, predicates, strategy, defaultChild, others);
      questions.add(question);
      if (key != null) {
        known.put(key, question);
      }
    }
    return question;
  }

  /**
   * Asks whether the first predicate holds, else the second, and so on; the row ends if none does.
   */
  private SplitNode[] ask(SplitNode node, Scope scope, List<Predicate> predicates) {
    return node.ask(question(scope, predicates, MissingValueStrategy.NONE, Question.FAILS, false));
  }

  /** The same for questions that are the same; null for those that are not compared. */
  private String key(
      Scope scope,
      List<Predicate> predicates,
      MissingValueStrategy strategy,
      int defaultChild,
      boolean others) {
    StringBuilder key = new StringBuilder();
    key.append(scopes.indexOf(scope)).append(strategy).append(defaultChild).append(others);
    for (Predicate predicate : predicates) {
      if (predicate instanceof True) {
        key.append("\ntrue");
      } else if (predicate instanceof SimplePredicate simple) {
        key.append('\n').append(simple.requireOperator()).append(' ').append(simple.getValue());
        key.append(' ').append(simple.requireField());
      } else {
        return null;
      }
    }
    return key.toString();
  }
}
