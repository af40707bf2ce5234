package io.scorejar.transpiler;

import java.io.Serial;

/** An engine cannot be made of a model; the message is the cause, in a sentence. */
final class Declined extends Exception {

  @Serial private static final long serialVersionUID = 1;

  Declined(String cause) {
    super(cause);
  }
}
