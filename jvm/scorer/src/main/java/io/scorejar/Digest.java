package io.scorejar;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256. */
final class Digest {

  private Digest() {}

  static byte[] sha256(byte[] bytes) {
    return sha256(bytes, bytes.length);
  }

  /** The digest of the first {@code length} bytes. */
  static byte[] sha256(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.wrap(bytes, 0, length));
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new InternalException("every Java platform has SHA-256, but this one", e);
    }
  }
}
