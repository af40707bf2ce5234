package io.scorejar.kernel;

import io.scorejar.program.Forest;

/** What several kernels of one forest share; each part is made when the first asks for it. */
final class Parts {

  final Forest forest;

  final Asked asked;

  /** The columns that a node looks at, ascending. */
  final int[] used;

  private Ranks ranks;
  private Walk walk;
  private LeafOrder[] orders;
  private Sums leafSums;
  private long steps = -1;

  Parts(Forest forest) {
    this.forest = forest;
    this.asked = new Asked(forest);
    this.used = asked.used();
  }

  Ranks ranks() {
    if (ranks == null) {
      ranks = new Ranks(forest, used);
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

  /** How many bits the place of a leaf takes, at least 5; where no tree has more than 64 leaves. */
  int leafBits() {
    return LeafOrder.most(forest) > Integer.SIZE ? 6 : 5;
  }

  /** The sums over leaves at {@code tree << leafBits() | place}. */
  Sums leafSums() {
    if (leafSums == null) {
      int bits = leafBits();
      LeafOrder[] placed = orders();
      leafSums =
          Sums.of(
              forest,
              (tree, leaf) -> (tree << bits) + placed[tree].places[leaf],
              forest.trees().size() << bits);
    }
    return leafSums;
  }

  LeafOrder[] orders() {
    if (orders == null) {
      orders = LeafOrder.of(forest);
    }
    return orders;
  }
}
