/**
 * One form in which rows are handed to a scorer.
 *
 * <p>{@link #prepare} lays out the arguments of some calls, outside the clock; {@link #call} makes
 * one of them, inside it.
 */
interface Calls {
  /**
   * Lays out {@code calls} calls of {@code size} rows each.
   *
   * @param first index in the pool of the first row; the rows follow one another from there
   */
  void prepare(int first, int size, int calls);

  /** Makes the call that was laid out at {@code index}. */
  void call(int index);

  /** The compared output for row {@code row} of the call that was made last. */
  double answer(int row);
}
