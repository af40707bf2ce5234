package io.scorejar.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.program.Forest;
import io.scorejar.program.RandomForest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every kernel that takes a forest gives the bits of the reference walk. */
final class KernelsTest {

  private static final RandomForest SMALL = RandomForest.SMALL;

  private static void agrees(RandomForest shape, int forests, int rows) {
    Random random = new Random(7);
    for (int i = 0; i < forests; i++) {
      agrees(shape, shape.draw(random, i % 3 == 0), random, rows);
    }
  }

  private static void agrees(RandomForest shape, Forest forest, Random random, int rows) {
    double[][] frames = new double[rows][];
    double[][] expected = new double[rows][];
    for (int row = 0; row < rows; row++) {
      frames[row] = shape.frame(random, forest);
      expected[row] = frames[row].clone();
      forest.run(expected[row]);
    }
    Parts parts = new Parts(forest);
    List<RowKernel> kernels = new ArrayList<>(Kernels.rows(parts).toList());
    Lanes.HERE.rows(parts).forEach(offer -> kernels.add(offer.made().get()));
    for (RowKernel kernel : kernels) {
      Scratch scratch = kernel.scratch();
      for (int row = 0; row < rows; row++) {
        double[] frame = frames[row].clone();
        kernel.run(frames[row], frame, scratch);
        same(kernel.name(), expected[row], frame);
      }
    }
    List<BlockKernel> blockKernels =
        new ArrayList<>(Kernels.blocks(parts, kernels.get(0)).toList());
    Lanes.HERE.blocks(parts).forEach(offer -> blockKernels.add(offer.made().get()));
    for (BlockKernel kernel : blockKernels) {
      Scratch scratch = kernel.scratch();
      for (int count : new int[] {kernel.rows(), BlockKernel.ROWS, 1, 7, 200}) {
        double[][] block = copy(frames, Math.min(count, Math.min(kernel.rows(), rows)));
        kernel.run(block, block.length, scratch);
        for (int row = 0; row < block.length; row++) {
          same(kernel.name(), expected[row], block[row]);
        }
      }
    }
  }

  private static double[][] copy(double[][] frames, int count) {
    return Arrays.stream(frames).limit(count).map(double[]::clone).toArray(double[][]::new);
  }

  private static void same(String kernel, double[] expected, double[] got) {
    for (int slot = 0; slot < expected.length; slot++) {
      assertEquals(
          Double.doubleToLongBits(expected[slot]),
          Double.doubleToLongBits(got[slot]),
          kernel + ", slot " + slot);
    }
  }

  @Test
  void onSmallForests() {
    agrees(SMALL, 300, 150);
  }

  @Test
  void onForestsOfOneLeafATree() {
    agrees(SMALL.ofLeaves(1), 20, 10);
    agrees(SMALL.ofTrees(0), 5, 10);
    agrees(SMALL.ofLeaves(2).ofTrees(1), 50, 10);
  }

  @Test
  void onTreesAroundTheWidthsOfMasks() {
    for (int leaves : new int[] {3, 16, 31, 32, 33, 63, 64, 65, 127, 128, 129}) {
      agrees(SMALL.ofLeaves(leaves).ofTrees(21), 12, 150);
    }
  }

  @Test
  void onWideAndDeepTrees() {
    for (int leaves : new int[] {255, 256, 257, 1023, 4096}) {
      agrees(SMALL.ofLeaves(leaves).ofBoundaries(400), 4, 150);
    }
  }

  @Test
  void onMoreThan255Boundaries() {
    agrees(SMALL.ofBoundaries(600).ofLeaves(60).ofTrees(40), 12, 200);
    agrees(SMALL.ofBoundaries(70_000).ofColumns(2).ofLeaves(60), 2, 200);
  }

  @Test
  void onManyColumns() {
    agrees(SMALL.ofColumns(1), 30, 150);
    for (int columns : new int[] {7, 8, 9, 15, 16, 17, 31, 32, 33}) {
      agrees(SMALL.ofColumns(columns).ofBoundaries(40).ofLeaves(32).ofTrees(33), 20, 100);
    }
    for (int columns : new int[] {63, 64, 65, 127, 128, 129}) {
      agrees(SMALL.ofColumns(columns).ofLeaves(60).ofTrees(40), 3, 150);
      agrees(SMALL.ofColumns(columns).ofLeaves(30).ofTrees(90), 3, 150);
    }
    agrees(SMALL.ofColumns(300).ofLeaves(31).ofTrees(30), 6, 150);
    agrees(SMALL.ofColumns(1000).ofLeaves(31).ofTrees(10), 4, 150);
  }

  @Test
  void onManySums() {
    agrees(SMALL.ofSums(1, 7), 40, 150);
    agrees(SMALL.ofSums(5, 5).ofLeaves(80), 20, 150);
    agrees(SMALL.ofSums(3, 6), 20, 150);
  }

  @Test
  void onForestsAsTheyAreTrained() {
    agrees(SMALL.ofColumns(28).ofBoundaries(254).ofTrees(100).ofLeaves(31), 3, 520);
    agrees(SMALL.ofColumns(28).ofBoundaries(254).ofTrees(200).ofLeaves(63), 2, 520);
    agrees(SMALL.ofColumns(28).ofBoundaries(254).ofTrees(300).ofLeaves(31), 2, 200);
  }

  @Test
  void eachKernelIsMet() {
    Set<String> met = new TreeSet<>();
    Random random = new Random(5);
    RandomForest deep = SMALL.ofLeaves(4096).ofBoundaries(70_000).ofColumns(2);
    for (RandomForest shape : List.of(SMALL, SMALL.ofLeaves(50), deep, SMALL.ofColumns(1))) {
      for (int i = 0; i < 4; i++) {
        Parts parts = new Parts(shape.draw(random, false));
        Kernels.rows(parts).forEach(kernel -> met.add(kernel.name()));
        Kernels.blocks(parts, new Reference(parts.forest))
            .forEach(kernel -> met.add(kernel.name()));
      }
    }
    Set<String> plain =
        Set.of(
            "bit-slices",
            "block-walk",
            "direct-walk",
            "masks",
            "reference",
            "walk",
            "wide-masks",
            "wide-walk");
    assertEquals(plain, met);
  }

  @Test
  void blocksAreCutIntoSlicesWhereverTreesAllowIt() {
    Random random = new Random(8);
    Parts few = new Parts(SMALL.draw(random, false));
    Parts deep = new Parts(SMALL.ofLeaves(65).draw(random, false));
    assertEquals("bit-slices", firstBlock(few));
    assertEquals("reference", firstBlock(deep));
  }

  private static String firstBlock(Parts parts) {
    return Kernels.blocks(parts, new Reference(parts.forest)).findFirst().orElseThrow().name();
  }

  @Test
  void masksComeFirstWhereTheyTakeFewerStepsThanTheWalk() {
    Random random = new Random(9);
    RandomForest shape = SMALL.ofColumns(10).ofBoundaries(200).ofTrees(400);
    RandomForest wide = SMALL.ofColumns(1000).ofTrees(400);
    assertEquals("wide-masks", first(shape.ofLeaves(60), random));
    assertEquals("walk", first(wide.ofLeaves(60), random));
  }

  private static String first(RandomForest shape, Random random) {
    Parts parts = new Parts(shape.draw(random, false));
    return Kernels.likelyRows(parts).findFirst().orElseThrow().name();
  }

  @Test
  void fewTreesOverManyColumnsWalkWithoutRanks() {
    RandomForest shape = SMALL.ofColumns(1000).ofLeaves(8).ofTrees(3);
    assertTrue(DirectWalk.likely(new Parts(shape.draw(new Random(6), false))));
    assertFalse(DirectWalk.likely(new Parts(SMALL.draw(new Random(6), false))));
  }
}
