package io.scorejar.kernel;

import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The parts of a forest's trees in lanes. Trees of as many parts stand in blocks, the first part of
 * each in the block's first group, the second in the next, so that parts of a tree have the same
 * lane; and trees with parts of about the same sizes stand together. A leaf is told by {@code place
 * << 5 | leaf}: its part's place, counted over all lanes, and its place there.
 */
final class PlacedParts {

  /** Leaves of a part at most. */
  static final int LEAVES = 32;

  private static final int SHIFT = 5;

  /** Receives a part: its place, and where its nodes begin, one for each lane apart. */
  @FunctionalInterface
  interface Visitor {
    void visit(int at, TreeParts.Part part, LeafOrder order);
  }

  /** Where the nodes of each group end. */
  final int[] ends;

  /** How many groups each block has. */
  final int[] sizes;

  /** The tree of each lane of each block; the number of trees where there is none. */
  final int[] trees;

  /** For the parts of each place the leaf of another part where they hang, or -1. */
  final int[] hooks;

  private final int width;
  private final List<Cut> cuts = new ArrayList<>();

  /** The leaves of each tree, as they are told. */
  private final int[][] leaves;

  /** A tree in parts. */
  private static final class Cut {

    final int tree;
    final List<TreeParts.Part> parts;
    final List<LeafOrder> orders;
    int group;
    int lane;

    Cut(int number, Tree tree) {
      this.tree = number;
      this.parts = new TreeParts(tree, LEAVES).parts;
      this.orders = parts.stream().map(part -> new LeafOrder(part.lefts, part.rights)).toList();
    }

    int parts() {
      return parts.size();
    }

    int nodes(int part) {
      return part < parts.size() ? parts.get(part).nodes() : 0;
    }
  }

  /**
   * Places trees.
   *
   * @param width how many lanes a group has
   */
  PlacedParts(List<Tree> forest, int width) {
    this.width = width;
    for (int tree = 0; tree < forest.size(); tree++) {
      cuts.add(new Cut(tree, forest.get(tree)));
    }
    cuts.sort(
        Comparator.comparingInt(Cut::parts)
            .thenComparingInt(cut -> cut.nodes(0))
            .thenComparingInt(cut -> cut.nodes(1)));
    List<Integer> groups = new ArrayList<>();
    List<Integer> found = new ArrayList<>();
    for (int first = 0; first < cuts.size(); ) {
      int last = first + 1;
      int size = cuts.get(first).parts();
      while (last < Math.min(first + width, cuts.size()) && cuts.get(last).parts() == size) {
        last++;
      }
      List<Cut> block = cuts.subList(first, last);
      for (int lane = 0; lane < block.size(); lane++) {
        block.get(lane).group = groups.size();
        block.get(lane).lane = lane;
        found.add(block.get(lane).tree);
      }
      found.addAll(Collections.nCopies(width - block.size(), forest.size()));
      for (int part = 0; part < size; part++) {
        int asked = part;
        groups.add(block.stream().mapToInt(cut -> cut.nodes(asked)).max().orElse(0) * width);
      }
      first = last;
    }
    ends = groups.stream().mapToInt(Integer::intValue).toArray();
    Arrays.parallelPrefix(ends, Integer::sum);
    trees = found.stream().mapToInt(Integer::intValue).toArray();
    sizes = new int[trees.length / width];
    hooks = new int[ends.length * width];
    Arrays.fill(hooks, -1);
    leaves = forest.stream().map(tree -> new int[tree.leaves()]).toArray(int[][]::new);
    int block = 0;
    for (Cut cut : cuts) {
      block += cut.lane == 0 ? 1 : 0;
      sizes[block - 1] = cut.parts();
      name(cut);
    }
  }

  private int place(Cut cut, int part) {
    return (cut.group + part) * width + cut.lane;
  }

  private void name(Cut cut) {
    for (int part = 0; part < cut.parts(); part++) {
      int[] meant = cut.parts.get(part).leaves;
      for (int leaf = 0; leaf < meant.length; leaf++) {
        int named = (place(cut, part) << SHIFT) | cut.orders.get(part).places[leaf];
        if (meant[leaf] < 0) {
          hooks[place(cut, ~meant[leaf])] = named;
        } else {
          leaves[cut.tree][meant[leaf]] = named;
        }
      }
    }
  }

  /** Visits every part. */
  void each(Visitor visitor) {
    for (Cut cut : cuts) {
      for (int part = 0; part < cut.parts(); part++) {
        int group = cut.group + part;
        int begin = group == 0 ? 0 : ends[group - 1];
        visitor.visit(begin + cut.lane, cut.parts.get(part), cut.orders.get(part));
      }
    }
  }

  /** How a leaf of a tree is told. */
  int leaf(int tree, int leaf) {
    return leaves[tree][leaf];
  }

  /** Above all that leaves are told by. */
  int size() {
    return hooks.length << SHIFT;
  }
}
