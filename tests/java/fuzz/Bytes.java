package io.scorejar.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes that know nothing of what the bytes mean. */
public final class Bytes {

  private static final int[] ODD = {0, 1, 2, 0x7F, 0x80, 0xFF, 0xFE, 0x40};

  private Bytes() {}

  /** One to four changes: bytes and numbers replaced, parts left out, repeated, taken over. */
  public static byte[] changed(byte[] bytes, List<byte[]> others, Random random) {
    byte[] changed = bytes.clone();
    for (int i = 1 + random.nextInt(4); i > 0 && changed.length > 0; i--) {
      changed = change(changed, others.get(random.nextInt(others.size())), random);
    }
    return changed;
  }

  private static byte[] change(byte[] bytes, byte[] other, Random random) {
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(random.nextBoolean() ? 4 : 64));
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        bytes[at] = (byte) ODD[random.nextInt(ODD.length)];
        return bytes;
      }
      case 2 -> {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
      }
      case 3 -> {
        return joined(bytes, at, new byte[0], end); // left out
      }
      case 4 -> {
        return joined(bytes, end, Arrays.copyOfRange(bytes, at, end), end); // twice
      }
      case 5 -> {
        byte[] huge = new byte[1 + random.nextInt(6)];
        Arrays.fill(huge, (byte) 0xFF);
        huge[huge.length - 1] = (byte) random.nextInt(128);
        return joined(bytes, at, huge, at + 1);
      }
      case 6 -> {
        int from = random.nextInt(other.length);
        int to = Math.min(other.length, from + 1 + random.nextInt(200));
        return joined(bytes, at, Arrays.copyOfRange(other, from, to), end);
      }
      default -> {
        return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, at) : bytes;
      }
    }
  }

  private static byte[] joined(byte[] bytes, int until, byte[] between, int from) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, until);
    out.writeBytes(between);
    out.write(bytes, from, bytes.length - from);
    return out.toByteArray();
  }
}
