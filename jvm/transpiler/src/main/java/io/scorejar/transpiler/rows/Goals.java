package io.scorejar.transpiler.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What rows should do in the trees of a model: bring each wanted value to each split, and end in
 * each place where a row can end. Each is an event with a number; those that are proved impossible
 * have none, or are not counted.
 */
final class Goals {

  /** The slot of the event that a row ends at a node. */
  static final int END = -1;

  private final List<Column> columns;
  private final List<SplitNode> roots;
  private final int trees;
  private final List<SplitNode> nodes = new ArrayList<>();
  private final List<Integer> slots = new ArrayList<>();
  private final List<SplitNode> splits = new ArrayList<>();
  private final BitSet possible = new BitSet();
  private final BitSet met = new BitSet();

  /** Those of {@link #met} that can be seen: the other branches of the split give another score. */
  private final BitSet seen = new BitSet();

  Goals(List<Column> columns, Forest forest) {
    this.columns = columns;
    this.roots = new ArrayList<>();
    this.trees = forest.roots().size();
    Ranges[] allowed = new Ranges[columns.size()];
    for (Column column : columns) {
      allowed[column.place()] = column.answerable();
    }
    for (SplitNode condition : forest.conditions()) {
      if (condition.question().column() >= 0) {
        wanted(condition, allowed);
        roots.add(condition);
      }
    }
    for (SplitNode root : forest.roots()) {
      visit(root, allowed);
      roots.add(root);
    }
  }

  private void visit(SplitNode node, Ranges[] allowed) {
    Question question = node.question();
    if (question == null) {
      node.end(event(node, END, true));
      return;
    }
    int column = question.column();
    if (column < 0) {
      // Of several columns: nothing is proved.
      splits.add(node);
      if (question.mixed()) {
        node.events(event(node, 0, true));
        event(node, 1, true);
      }
      node.end(event(node, END, false));
      for (int i = 0; i < node.childCount(); i++) {
        visit(node.child(i), allowed);
      }
      return;
    }
    wanted(node, allowed);
    Ranges here = allowed[column];
    if (!here.and(question.where(Question.ENDS)).isEmpty()) {
      node.end(event(node, END, true));
    }
    for (int i = 0; i < node.childCount(); i++) {
      Ranges there = here.and(question.where(i));
      if (!there.isEmpty()) {
        allowed[column] = there;
        visit(node.child(i), allowed);
      }
    }
    allowed[column] = here;
  }

  private void wanted(SplitNode node, Ranges[] allowed) {
    splits.add(node);
    Question question = node.question();
    Ranges here = allowed[question.column()];
    for (int slot = 0; slot < question.wanted().length; slot++) {
      int event = event(node, slot, here.contains(question.wanted()[slot]));
      if (slot == 0) {
        node.events(event);
      }
    }
  }

  private int event(SplitNode node, int slot, boolean counts) {
    int number = nodes.size();
    nodes.add(node);
    slots.add(slot);
    possible.set(number, counts);
    return number;
  }

  int count() {
    return nodes.size();
  }

  int trees() {
    return trees;
  }

  SplitNode node(int event) {
    return nodes.get(event);
  }

  int slot(int event) {
    return slots.get(event);
  }

  /** The candidate that an event other than {@link #END} wants. */
  int candidate(int event) {
    return node(event).question().wanted()[slot(event)];
  }

  /** Whether a row could make it happen, and none has. */
  boolean open(int event) {
    return possible.get(event) && !met.get(event);
  }

  /** Whether a row could make it happen, and none has so that the answer depends on it. */
  boolean unseen(int event) {
    return possible.get(event) && !seen.get(event);
  }

  /** Notes that two rows stand on both sides of the threshold of a split about several columns. */
  void crossed(SplitNode split) {
    if (split.firstEvent() >= 0) {
      met.set(split.firstEvent(), split.firstEvent() + 2);
      seen.set(split.firstEvent(), split.firstEvent() + 2);
    }
  }

  /** Sends a row through all trees and notes what it does. */
  void walk(int[] row) {
    for (int i = 0; i < row.length; i++) {
      if (!columns.get(i).answerable().contains(row[i])) {
        return;
      }
    }
    Map<Scope, FieldContext> contexts = new HashMap<>();
    for (SplitNode root : roots) {
      walk(root, row, contexts);
    }
  }

  private void walk(SplitNode root, int[] row, Map<Scope, FieldContext> contexts) {
    List<SplitNode> at = new ArrayList<>();
    List<Integer> events = new ArrayList<>();
    SplitNode node = root;
    int outcome = 0;
    while (node.question() != null) {
      Question question = node.question();
      if (question.column() >= 0) {
        int slot = Arrays.binarySearch(question.wanted(), row[question.column()]);
        if (slot >= 0) {
          met.set(node.firstEvent() + slot);
          at.add(node);
          events.add(node.firstEvent() + slot);
        }
      }
      outcome = outcome(question, row, contexts);
      if (outcome < 0) {
        break;
      }
      node = node.child(outcome);
    }
    if (outcome != Question.FAILS && node.endEvent() >= 0) {
      met.set(node.endEvent());
      seen.set(node.endEvent());
      possible.set(node.endEvent());
    }
    Object score = outcome == Question.FAILS ? null : node.score();
    for (int i = 0; i < events.size(); i++) {
      if (!seen.get(events.get(i)) && matters(at.get(i), score, row, contexts)) {
        seen.set(events.get(i));
      }
    }
  }

  /** Whether the row would get another score from one of the branches of a split. */
  private boolean matters(
      SplitNode split, Object score, int[] row, Map<Scope, FieldContext> contexts) {
    for (int i = 0; i < split.childCount(); i++) {
      SplitNode node = split.child(i);
      int outcome = 0;
      while (node.question() != null && outcome >= 0) {
        outcome = outcome(node.question(), row, contexts);
        node = outcome < 0 ? node : node.child(outcome);
      }
      if (!Objects.equals(score, outcome == Question.FAILS ? null : node.score())) {
        return true;
      }
    }
    return false;
  }

  private int outcome(Question question, int[] row, Map<Scope, FieldContext> contexts) {
    return question.column() < 0
        ? question.outcome(contexts.computeIfAbsent(question.scope(), s -> of(s, row)))
        : question.outcome(row[question.column()]);
  }

  private FieldContext of(Scope scope, int[] row) {
    return scope.context(place -> columns.get(place).value(row[place]));
  }

  Coverage.Share ends() {
    return share(null);
  }

  Coverage.Share wanted(Question.Wanted reason) {
    return share(reason);
  }

  private Coverage.Share share(Question.Wanted reason) {
    int covered = 0;
    int of = 0;
    for (int event = 0; event < nodes.size(); event++) {
      int slot = slots.get(event);
      Question.Wanted is = slot == END ? null : nodes.get(event).question().reason(slot);
      if (is == reason && possible.get(event)) {
        of++;
        covered += met.get(event) ? 1 : 0;
      }
    }
    return new Coverage.Share(covered, of);
  }

  /**
   * Thresholds of splits: those that were met from both sides, of those that were found or should
   * have been. Where one side cannot be reached, the other one is enough.
   */
  Coverage.Share thresholds() {
    int covered = 0;
    int of = 0;
    for (SplitNode split : splits) {
      int[] pairs = split.question().pairs();
      for (int i = 0; i < pairs.length; i += 2) {
        int before = split.firstEvent() + pairs[i];
        int after = split.firstEvent() + pairs[i + 1];
        if (possible.get(before) || possible.get(after)) {
          of++;
          covered += open(before) || open(after) ? 0 : 1;
        }
      }
    }
    return new Coverage.Share(covered, of);
  }
}
