package io.scorejar.program;

import java.util.Arrays;

/** Writes the parts of a program's binary form; {@code docs/program.md} describes them. */
public final class Encoder {

  private byte[] bytes = new byte[1 << 12];
  private int size;

  Encoder() {}

  byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** One byte, 0 to 255. */
  public void octet(int value) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
    }
    bytes[size++] = (byte) value;
  }

  /** A flag, as one byte. */
  public void flag(boolean value) {
    octet(value ? 1 : 0);
  }

  /**
   * A whole number from 0: seven bits a byte, the low ones first, the top bit on all but the last.
   */
  public void count(int value) {
    if (value < 0) {
      throw new IllegalArgumentException("count: expected 0 or more, got " + value);
    }
    bits(value);
  }

  /** Any whole number, as {@code 2 * value}, or {@code -2 * value - 1} where it is negative. */
  public void integer(int value) {
    bits(value << 1 ^ value >> 31);
  }

  private void bits(int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      octet((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    octet(rest);
  }

  /** A double, in the eight bytes of its IEEE form, the high one first. */
  public void number(double value) {
    long bits = Double.doubleToRawLongBits(value);
    for (int shift = 56; shift >= 0; shift -= 8) {
      octet((int) (bits >>> shift));
    }
  }

  /** A float, in the four bytes of its IEEE form, the high one first. */
  public void single(float value) {
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 24; shift >= 0; shift -= 8) {
      octet(bits >>> shift);
    }
  }

  /** How many doubles there are, then each of them. */
  public void numbers(double[] values) {
    count(values.length);
    for (double value : values) {
      number(value);
    }
  }

  /** How many whole numbers from 0 there are, then each of them. */
  public void counts(int[] values) {
    count(values.length);
    for (int value : values) {
      count(value);
    }
  }
}
