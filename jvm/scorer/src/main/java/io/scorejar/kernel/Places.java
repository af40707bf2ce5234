package io.scorejar.kernel;

/** Where a kernel has the leaves of a forest among its own indexes. */
@FunctionalInterface
interface Places {

  /**
   * The kernel's index of a leaf.
   *
   * @param tree the place of the tree in the forest
   * @param leaf the number of the leaf in its tree
   */
  int of(int tree, int leaf);
}
