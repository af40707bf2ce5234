package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;

/** How many nodes rows meet on their way to the leaves, and how many there are. */
final class Walked {

  private final Forest forest;

  Walked(Forest forest) {
    this.forest = forest;
  }

  /** Prints the mean over all rows, and the nodes of the forest. */
  void tell(double[][][] frames) {
    long visits = 0;
    long rows = 0;
    int[] ranks = new int[forest.columns().size()];
    Ranks ranked = new Parts(forest).ranks();
    for (double[][] part : frames) {
      for (double[] frame : part) {
        ranked.rank(frame, ranks);
        for (Tree tree : forest.trees()) {
          visits += visits(tree, ranks);
        }
        rows++;
      }
    }
    Profile.fact("visits", (double) visits / rows);
    Profile.fact("nodes", forest.trees().stream().mapToInt(Tree::nodes).sum());
    Profile.fact("trees", forest.trees().size());
  }

  private static int visits(Tree tree, int[] ranks) {
    int visits = 0;
    int node = tree.nodes() == 0 ? -1 : 0;
    while (node >= 0) {
      visits++;
      boolean right = ranks[tree.column(node)] > tree.rank(node);
      node = right ? tree.right(node) : tree.left(node);
    }
    return visits;
  }
}
