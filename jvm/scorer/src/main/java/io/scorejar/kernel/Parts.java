package io.scorejar.kernel;

import io.scorejar.program.Forest;

/** What several kernels of one forest share; each part is made when the first asks for it. */
final class Parts {

  final Forest forest;

  /** The columns that a node looks at, ascending. */
  final int[] used;

  private Ranks ranks;
  private Walk walk;
  private LeafOrder[] orders;
  private long steps = -1;

  Parts(Forest forest) {
    this.forest = forest;
    this.used = Ranks.used(forest).stream().toArray();
  }

  Ranks ranks() {
    if (ranks == null) {
      ranks = new Ranks(forest);
    }
    return ranks;
  }

  Walk walk() {
    if (walk == null) {
      walk = new Walk(forest);
    }
    return walk;
  }

  /** How many nodes a row steps over in a walk; they need not be laid out for that. */
  long steps() {
    if (steps < 0) {
      steps = Walk.steps(forest);
    }
    return steps;
  }

  LeafOrder[] orders() {
    if (orders == null) {
      orders = LeafOrder.of(forest);
    }
    return orders;
  }
}
