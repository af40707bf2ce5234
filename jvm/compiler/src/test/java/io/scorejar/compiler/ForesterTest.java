package io.scorejar.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.scorejar.compiler.Sprout.Question.AtMost;
import io.scorejar.program.Forest;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A forest answers its nodes' questions, however they share columns. */
final class ForesterTest {

  /** Trees of one node each, whose leaves are 1 where the answer is yes. */
  private static Forest forest(AtMost... questions) {
    Forester forester = new Forester(1, false);
    for (int sum = 0; sum < questions.length; sum++) {
      Sprout sprout = new Sprout();
      Sprout.Node node = new Sprout.Node(questions[sum], sum);
      node.child(true, ~0);
      node.child(false, ~1);
      sprout.nodes().add(node);
      sprout.leaves().add(forester.row(1));
      sprout.leaves().add(forester.row(0));
      forester.add(sprout, sum);
    }
    int[] targets = new int[questions.length];
    for (int sum = 0; sum < targets.length; sum++) {
      targets[sum] = 1 + sum;
    }
    return forester.forest(targets, 1);
  }

  @Test
  void missingBetweenTheBoundsTakesOneColumn() {
    assertEquals(1, forest(new AtMost(0, 2, true), new AtMost(0, -2, false)).columns().size());
    assertEquals(2, forest(new AtMost(0, 2, false), new AtMost(0, -2, true)).columns().size());
    assertEquals(2, forest(new AtMost(0, 2, true), new AtMost(0, 2, false)).columns().size());
    assertEquals(2, forest(new AtMost(0, 0.0, true), new AtMost(0, -0.0, false)).columns().size());
  }

  @Test
  void everyQuestionIsAnswered() {
    Random random = new Random(5);
    for (int drawn = 0; drawn < 500; drawn++) {
      AtMost[] questions = new AtMost[1 + random.nextInt(8)];
      int parting = random.nextInt(12);
      boolean parted = random.nextBoolean();
      for (int i = 0; i < questions.length; i++) {
        int bound = random.nextInt(12);
        questions[i] = new AtMost(0, bound, parted ? bound >= parting : random.nextBoolean());
      }
      Forest forest = forest(questions);
      double[] frame = new double[1 + questions.length];
      for (double value = -0.5; value < 13; value += 0.5) {
        frame[0] = value == 12.5 ? Double.NaN : value;
        forest.run(frame);
        for (int i = 0; i < questions.length; i++) {
          boolean yes = value == 12.5 ? questions[i].missingToo() : value <= questions[i].bound();
          assertEquals(yes ? 1 : 0, frame[1 + i], questions[i] + " of " + frame[0]);
        }
      }
    }
  }
}
