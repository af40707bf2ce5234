package io.scorejar.program;

/**
 * A column of categories: the rank of a value is looked up. With ranks 0 and 1 it is a test of
 * membership (0 goes left); without any code, {@code new Codes(slot, new byte[0], 1, 0)}, a test
 * for a missing value.
 */
public final class Codes implements Column {

  private final int slot;
  private final byte[] ranks;
  private final int unseen;
  private final int missing;

  /**
   * A column over a slot.
   *
   * @param ranks the rank of each code 0, 1, …, as an unsigned byte
   * @param unseen the rank of any other number, 0 to 255
   * @param missing the rank of a missing value, 0 to 255
   * @throws IllegalArgumentException if a rank lies outside its range
   */
  public Codes(int slot, byte[] ranks, int unseen, int missing) {
    this.slot = slot;
    this.ranks = ranks.clone();
    this.unseen = unseen;
    this.missing = missing;
    if (((unseen | missing) & ~255) != 0) {
      throw new IllegalArgumentException(
          "ranks: expected 0 to 255, got " + unseen + " and " + missing);
    }
  }

  @Override
  public int slot() {
    return slot;
  }

  /** How many codes have a rank of their own. */
  public int count() {
    return ranks.length;
  }

  /** The rank of a code. */
  public int rankOf(int code) {
    return Byte.toUnsignedInt(ranks[code]);
  }

  /** The rank of a number that is no code. */
  public int unseen() {
    return unseen;
  }

  /** The rank of a missing value. */
  public int missing() {
    return missing;
  }

  @Override
  public int rank(double value) {
    if (Double.isNaN(value)) {
      return missing;
    }
    int code = (int) value;
    return code == value && code >= 0 && code < ranks.length ? rankOf(code) : unseen;
  }

  /** At least 1, so that a test that everything passes is a column too. */
  @Override
  public int highest() {
    int highest = Math.max(1, Math.max(unseen, missing));
    for (int code = 0; code < ranks.length; code++) {
      highest = Math.max(highest, rankOf(code));
    }
    return highest;
  }
}
