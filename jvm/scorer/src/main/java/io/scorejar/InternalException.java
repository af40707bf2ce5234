package io.scorejar;

/** Our own fault: an engine failed on a row, or the library was called as it never should be. */
public final class InternalException extends ScorejarException {

  private static final long serialVersionUID = 1;

  public InternalException(String message) {
    super(message, null);
  }

  public InternalException(String message, Throwable cause) {
    super(message, cause);
  }
}
