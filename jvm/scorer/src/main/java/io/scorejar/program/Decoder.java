package io.scorejar.program;

import io.scorejar.BadModelException;
import java.nio.ByteBuffer;

/**
 * Reads what {@link Encoder} writes, and trusts none of it: no count is believed that the bytes
 * left cannot hold, and nothing nests deeper than {@link #DEEPEST}.
 */
public final class Decoder {

  /** How deep expressions may nest. */
  public static final int DEEPEST = 200;

  private final String name;
  private final byte[] bytes;
  private int at;
  private int depth;

  Decoder(byte[] bytes) {
    this("program.bin", bytes);
  }

  /** Reads bytes that errors name so. */
  Decoder(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** How many bytes are left. */
  int left() {
    return bytes.length - at;
  }

  /** What to throw where the bytes are not what they should be. */
  public BadModelException wrong(String expected, Object got) {
    return new BadModelException(
        name + ": expected " + expected + ", got " + got + " (before byte " + at + ")");
  }

  /** One byte, 0 to 255. */
  public int octet() {
    if (at == bytes.length) {
      throw wrong("more bytes", "the end");
    }
    return Byte.toUnsignedInt(bytes[at++]);
  }

  /** A flag. */
  public boolean flag() {
    return choice("a flag", 2) == 1;
  }

  /** One byte below an end: an operation, a kind. */
  public int choice(String what, int end) {
    int value = octet();
    if (value >= end) {
      throw wrong(what + " below " + end, value);
    }
    return value;
  }

  private int bits() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = octet();
      if (shift == 28 && next > 15) {
        throw wrong("a number of 32 bits", "a longer one");
      }
      value |= (next & 0x7F) << shift;
      if (next < 0x80) {
        return value;
      }
    }
  }

  /** Any whole number. */
  public int integer() {
    int value = at < bytes.length && bytes[at] >= 0 ? bytes[at++] : bits();
    return value >>> 1 ^ -(value & 1);
  }

  /** A whole number from 0 that is below an end: a slot, a place. */
  public int below(String what, int end) {
    int value = at < bytes.length && bytes[at] >= 0 ? bytes[at++] : bits(); // mostly one byte
    if (value < 0 || value >= end) {
      throw wrong(what + " from 0 to " + (end - 1), value);
    }
    return value;
  }

  /** A slot of a frame; {@link Program} checks whether the frame has it. */
  public int slot() {
    return below("a slot", Program.MOST_SLOTS);
  }

  /**
   * How many things follow.
   *
   * @param least the fewest bytes that one of them takes, at least 1
   */
  public int count(String what, int least) {
    int value = bits();
    if (value < 0 || value > left() / least) {
      throw wrong("at most " + left() / least + " " + what, Integer.toUnsignedString(value));
    }
    return value;
  }

  /** A double. */
  public double number() {
    return numbers(1)[0];
  }

  /** So many doubles. */
  public double[] numbers(int count) {
    if (left() / Double.BYTES < count) {
      throw wrong("more bytes", "the end");
    }
    double[] values = new double[count];
    ByteBuffer.wrap(bytes, at, count * Double.BYTES).asDoubleBuffer().get(values);
    at += count * Double.BYTES;
    return values;
  }

  /** A float. */
  public float single() {
    int bits = 0;
    for (int i = 0; i < 4; i++) {
      bits = bits << 8 | octet();
    }
    return Float.intBitsToFloat(bits);
  }

  /** How many doubles there are, then each of them. */
  public double[] numbers(String what) {
    return numbers(count(what, Double.BYTES));
  }

  /** How many whole numbers there are, then each of them, below an end. */
  public int[] counts(String what, int end) {
    int[] values = new int[count(what, 1)];
    for (int i = 0; i < values.length; i++) {
      values[i] = below(what, end);
    }
    return values;
  }

  /** To be called before something that nests is read, and {@link #leave} after it. */
  public void enter() {
    if (++depth > DEEPEST) {
      throw wrong("at most " + DEEPEST + " levels", "more");
    }
  }

  /** Ends what {@link #enter} began. */
  public void leave() {
    depth--;
  }
}
