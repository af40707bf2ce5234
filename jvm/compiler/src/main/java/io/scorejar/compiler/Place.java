package io.scorejar.compiler;

import org.dmg.pmml.tree.Node;

/** Where a row's way through a PMML tree has come to. */
sealed interface Place {

  /** Before the predicate of the segment whose tree it is. */
  record Gate() implements Place {}

  /** Before the predicate of the root. */
  record Root() implements Place {}

  /** Inside a node whose predicate holds. */
  record Inside(Node node) implements Place {}

  /** Before the predicate of a child, the ones before it having been passed. */
  record Before(Node node, int child) implements Place {}

  /**
   * At the end.
   *
   * @param node the result where the kind is {@link Kind#NODE}, else null
   */
  record End(Kind kind, Node node) implements Place {

    static final End MISSING = new End(Kind.MISSING, null);
    static final End REFUSED = new End(Kind.REFUSED, null);
    static final End OUT = new End(Kind.OUT, null);
  }

  /** How a way may end. */
  enum Kind {
    /** With a node; or inside a gate that no tree stands behind. */
    NODE,
    /** Without a prediction. */
    MISSING,
    /** The row is refused. */
    REFUSED,
    /** The segment takes no part. */
    OUT
  }
}
