package io.scorejar;

/**
 * Base of the three families of error: the row is wrong, the model is wrong, or we are wrong.
 *
 * <p>Every message is one line: what was expected, what came, and where.
 */
public abstract sealed class ScorejarException extends RuntimeException
    permits InvalidRowException, BadModelException, InternalException {

  private static final long serialVersionUID = 1;

  ScorejarException(String message, Throwable cause) {
    super(message, cause);
  }
}
