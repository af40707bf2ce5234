package io.scorejar.fuzz;

import java.util.Random;

/** Something that reads bytes which nobody vouches for. */
public interface Target {

  /** An input: the same one for the same state of the random numbers. */
  byte[] draw(Random random);

  /**
   * Reads an input and uses what it read.
   *
   * @return what became of it, in a word
   * @throws RuntimeException or an Error if it did something else than to work or to refuse it
   */
  String run(byte[] input);

  /** A refusal as all of them must be: one line for a person. */
  static String refused(RuntimeException refusal) {
    String said = refusal.getMessage();
    if (said == null || said.isBlank() || said.lines().count() != 1) {
      throw new IllegalStateException("expected a refusal of one line, got " + said, refusal);
    }
    return "refused";
  }
}
