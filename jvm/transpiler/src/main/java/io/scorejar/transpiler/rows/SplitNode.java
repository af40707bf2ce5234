package io.scorejar.transpiler.rows;

/** A place in a tree: a question with a child for each outcome, or an end. */
final class SplitNode {

  private static final SplitNode[] NONE = {};

  private final SplitNode parent;

  /** Which child of its parent it is. */
  private final int place;

  private Question question;
  private SplitNode[] children = NONE;
  private int firstEvent = -1;
  private int endEvent = -1;
  private Object score = this;

  SplitNode(SplitNode parent, int place) {
    this.parent = parent;
    this.place = place;
  }

  /** Makes this a split, and returns its children. */
  SplitNode[] ask(Question asked) {
    question = asked;
    children = new SplitNode[asked.count()];
    for (int i = 0; i < children.length; i++) {
      children[i] = new SplitNode(this, i);
    }
    return children;
  }

  /** Null at the root. */
  SplitNode parent() {
    return parent;
  }

  int place() {
    return place;
  }

  /** Null where the tree ends. */
  Question question() {
    return question;
  }

  SplitNode child(int number) {
    return children[number];
  }

  int childCount() {
    return children.length;
  }

  /** The number of the event that a row brings the first wanted value here; -1: none counted. */
  int firstEvent() {
    return firstEvent;
  }

  /** The number of the event that a row ends here; -1: none can. */
  int endEvent() {
    return endEvent;
  }

  /** What a row that ends here gets: equal for ends that answer the same. */
  Object score() {
    return score;
  }

  void score(Object given) {
    score = given;
  }

  void events(int first) {
    firstEvent = first;
  }

  void end(int event) {
    endEvent = event;
  }
}
