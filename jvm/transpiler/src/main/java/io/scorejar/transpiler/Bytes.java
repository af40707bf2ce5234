package io.scorejar.transpiler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The content of a file. */
final class Bytes {

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  static Bytes of(byte[] array) {
    return new Bytes(array);
  }

  static Bytes of(String text) {
    return new Bytes(text.getBytes(UTF_8));
  }

  /** Not a copy, so not to be changed. */
  byte[] array() {
    return array;
  }

  /** In lower-case hex. */
  String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(array));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
