package io.scorejar.reasons;

import java.util.List;

/**
 * A raw score as what is worked out for a row: shares of sums of forests, and terms.
 *
 * @param name of the output that it stands behind
 * @param output the place of that output
 * @param base where nothing is known of a row
 */
record RawScore(String name, int output, double base, List<Trees> trees, List<Term> terms) {

  /**
   * A sum of a forest.
   *
   * @param forest its place among the explained forests
   */
  record Trees(int forest, int sum, double factor) {}

  /**
   * A term of a linear model.
   *
   * @param owner the place in the contributions
   */
  record Term(int slot, int owner, double factor) {}

  /** Adds the contributions of a row whose slots stand in a frame. */
  void add(double[] frame, SharedForest.Work[] works, int stride, double[] into, int at) {
    for (Trees some : trees) {
      double[] shares = works[some.forest()].shares;
      int from = some.sum() * stride;
      for (int i = 0; i < stride; i++) {
        into[at + i] += some.factor() * shares[from + i];
      }
    }
    for (Term term : terms) {
      into[at + term.owner()] += term.factor() * frame[term.slot()];
    }
  }
}
