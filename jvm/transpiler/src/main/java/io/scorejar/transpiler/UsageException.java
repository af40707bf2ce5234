package io.scorejar.transpiler;

import java.io.Serial;

/** An option is wrong, or a file is missing or unreadable: nothing was looked at yet. */
final class UsageException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }

  UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
