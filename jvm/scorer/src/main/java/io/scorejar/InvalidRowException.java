package io.scorejar;

/** A row does not fit the schema. Messages read {@code age: expected double, got 'abc' (row 3)}. */
public final class InvalidRowException extends ScorejarException {

  private static final long serialVersionUID = 1;

  private final String reason;
  private final int row;

  /** A single row is wrong: the message says nothing about its number. */
  public InvalidRowException(String reason) {
    super(reason, null);
    this.reason = reason;
    this.row = 0;
  }

  private InvalidRowException(String reason, int row, Throwable cause) {
    super(reason + " (row " + row + ")", cause);
    this.reason = reason;
    this.row = row;
  }

  /** The same error, told of one row among many; rows count from 0. */
  public InvalidRowException at(int number) {
    return new InvalidRowException(reason, number, this);
  }

  /** The number of the wrong row, from 0; 0 for a single row. */
  public int row() {
    return row;
  }
}
