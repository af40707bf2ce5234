package io.scorejar.internal;

/** A text is not JSON, or not within the limits of {@link Json}. */
public final class JsonException extends RuntimeException {

  private static final long serialVersionUID = 1;

  JsonException(String message) {
    super(message);
  }
}
