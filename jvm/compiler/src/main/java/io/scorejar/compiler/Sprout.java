package io.scorejar.compiler;

import java.util.ArrayList;
import java.util.List;

/**
 * A binary tree in the making.
 *
 * @param nodes each with the indexes of its children, {@code ~leaf} for leaves
 * @param leaves the row of values that each leaf stands for
 * @param records how many records of the training data ended in each leaf; NaN where it is not
 *     known
 */
record Sprout(List<Node> nodes, List<Integer> leaves, List<Double> records) {

  /** What a node asks of a slot. */
  sealed interface Question {

    /** Whether a number is at most a bound; a missing one goes with those that are, or not. */
    record AtMost(int slot, double bound, boolean missingToo) implements Question {}

    /**
     * Whether a category is in a set.
     *
     * @param in by code, then for any other, then for a missing one
     */
    record In(int slot, List<Boolean> in) implements Question {}
  }

  /** A node: left where its question is answered with yes. */
  static final class Node {

    private final Question question;
    private final Object feature;
    private int left;
    private int right;

    /**
     * @param feature equal for all nodes that ask for the same feature of the model
     */
    Node(Question question, Object feature) {
      this.question = question;
      this.feature = feature;
    }

    Question question() {
      return question;
    }

    Object feature() {
      return feature;
    }

    int left() {
      return left;
    }

    int right() {
      return right;
    }

    void child(boolean isLeft, int child) {
      if (isLeft) {
        left = child;
      } else {
        right = child;
      }
    }
  }

  Sprout() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }
}
