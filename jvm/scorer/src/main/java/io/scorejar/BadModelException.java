package io.scorejar;

/**
 * A jar, or a part of one, is not what it should be, or cannot be served here. Messages read {@code
 * models/credit/7.jar: expected format 1, got 2}.
 */
public final class BadModelException extends ScorejarException {

  private static final long serialVersionUID = 1;

  public BadModelException(String message) {
    super(message, null);
  }

  public BadModelException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same error with its place in front: a jar's path, an entry, a field. */
  public BadModelException in(Object place) {
    return new BadModelException(
        place + ": " + getMessage(), getCause() == null ? this : getCause());
  }
}
