package io.scorejar.kernel;

import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.stream.IntStream;

/** How often the nodes of a forest ask for each rank of each column. */
final class Asked {

  /** By column and rank, how many nodes. */
  final int[][] ranks;

  /** By column, how many nodes. */
  final int[] columns;

  /** How many nodes there are. */
  final int nodes;

  Asked(Forest forest) {
    ranks = forest.columns().stream().map(one -> new int[one.highest()]).toArray(int[][]::new);
    for (Tree tree : forest.trees()) {
      count(tree.columns(), tree.ranks());
    }
    columns = new int[ranks.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = IntStream.of(ranks[i]).sum();
    }
    nodes = IntStream.of(columns).sum();
  }

  private void count(int[] nodeColumns, int[] nodeRanks) {
    for (int node = 0; node < nodeColumns.length; node++) {
      ranks[nodeColumns[node]][nodeRanks[node]]++;
    }
  }

  /** The columns that a node looks at, ascending. */
  int[] used() {
    return IntStream.range(0, columns.length).filter(i -> columns[i] > 0).toArray();
  }
}
