package io.scorejar.transpiler.rows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a row must have in each column, so that it makes some events happen at once. */
final class Path {

  private final List<Column> columns;

  /** By column; null where anything will do. */
  private final Ranges[] allowed;

  Path(List<Column> columns) {
    this.columns = columns;
    this.allowed = new Ranges[columns.size()];
  }

  /** Null where anything will do. */
  Ranges allowed(int column) {
    return allowed[column];
  }

  /**
   * Leads the row to a node, with the wanted value of a slot or to an end there.
   *
   * @return whether that is possible together with all that was led to before; if not, nothing has
   *     changed
   */
  boolean lead(SplitNode node, int slot) {
    Map<Integer, Ranges> narrowed = new TreeMap<>();
    Question asked = node.question();
    if (asked != null && asked.column() >= 0) {
      Ranges last =
          slot == Goals.END ? asked.where(Question.ENDS) : Ranges.single(asked.wanted()[slot]);
      if (!narrow(narrowed, asked.column(), last)) {
        return false;
      }
    }
    for (SplitNode at = node; at.parent() != null; at = at.parent()) {
      Question question = at.parent().question();
      if (question.column() >= 0
          && !narrow(narrowed, question.column(), question.where(at.place()))) {
        return false;
      }
    }
    narrowed.forEach((column, ranges) -> allowed[column] = ranges);
    return true;
  }

  private boolean narrow(Map<Integer, Ranges> narrowed, int column, Ranges to) {
    Ranges before = narrowed.get(column);
    if (before == null) {
      before = allowed[column] == null ? columns.get(column).answerable() : allowed[column];
    }
    Ranges after = before.and(to);
    narrowed.put(column, after);
    return !after.isEmpty();
  }
}
