package io.scorejar.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * A program drawn part by part as docs/program.md has the form. Half of them are right; in the
 * others a count, a place or a kind is now and then another than it must be.
 */
final class DrawnProgram {

  private static final double[] NUMBERS = {
    0.0, -0.0, 1, -1, 0.5, 1e-300, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  private final Random random;
  private final boolean hostile;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int known;
  private boolean floats;
  private int nextRow;

  DrawnProgram(Random random) {
    this.random = random;
    this.hostile = random.nextBoolean();
  }

  byte[] bytes() {
    known = 1 + random.nextInt(5);
    int steps = 1 + random.nextInt(4);
    int inputs = known;
    for (int step = 0; step < steps; step++) {
      step();
    }
    byte[] body = out.toByteArray(); // how many slots there are is known after them
    out.reset();
    out.writeBytes(new byte[] {'S', 'J', 'P', 'G', 1});
    count(inputs);
    count(known);
    count(steps);
    out.writeBytes(body);
    int outputs = random.nextInt(4);
    count(outputs);
    for (int i = 0; i < outputs; i++) {
      slot();
    }
    return out.toByteArray();
  }

  private void step() {
    int kind = random.nextInt(4) == 0 ? random.nextInt(6) : random.nextInt(2);
    octet(kind);
    switch (kind) {
      case 0 -> {
        count(known);
        expression(random.nextInt(hostile && random.nextInt(8) == 0 ? 400 : 5));
        known++;
      }
      case 1 -> forest();
      case 2 -> {
        octet(random.nextInt(2));
        int from = slots();
        int to = targets();
        numbers(to);
        numbers(to * from);
      }
      case 3 -> {
        octet(random.nextInt(2));
        int count = slots();
        targets(count);
      }
      case 4 -> {
        octet(random.nextInt(2));
        slots();
        count(known++);
      }
      default -> {
        octet(random.nextInt(4));
        number();
        number();
        number();
        int from = slots();
        int to = targets();
        numbers(from * to);
      }
    }
  }

  private void expression(int depth) {
    if (depth == 0) {
      boolean slot = random.nextInt(3) > 0;
      octet(slot ? 0 : 1);
      if (slot) {
        slot();
      } else {
        number();
      }
      return;
    }
    int kind = depth > 8 ? 2 : 2 + random.nextInt(6);
    octet(kind);
    switch (kind) {
      case 2 -> {
        octet(random.nextInt(20));
        expression(depth - 1);
      }
      case 3 -> {
        octet(random.nextInt(18));
        expression(depth - 1);
        expression(random.nextInt(depth));
      }
      case 4 -> {
        expression(depth - 1);
        expression(random.nextInt(depth));
        expression(random.nextInt(depth));
      }
      case 5 -> {
        expression(depth - 1);
        numbers(random.nextInt(4));
        number();
        number();
      }
      case 6 -> {
        expression(depth - 1);
        numbers(ascending(random.nextInt(4)) + 1);
        number();
      }
      default -> {
        expression(depth - 1);
        numbers(ascending(2 + random.nextInt(3)));
        octet(random.nextInt(3));
      }
    }
  }

  private void forest() {
    int columns = 1 + random.nextInt(random.nextInt(20) == 0 ? 140 : 6);
    int[] highest = new int[columns];
    count(columns);
    for (int i = 0; i < columns; i++) {
      highest[i] = column();
    }
    floats = random.nextInt(3) == 0;
    octet(floats ? 1 : 0);
    int sums = targets();
    int width = 1 + random.nextInt(sums);
    count(width - 1);
    int rows = 1 + random.nextInt(20);
    count(rows);
    for (int i = 0; i < rows * width; i++) {
      number();
    }
    floats = false;
    int trees = random.nextInt(random.nextInt(10) == 0 ? 80 : 8);
    count(trees);
    for (int tree = 0; tree < trees; tree++) {
      count(random.nextInt(sums - width + 1));
      int nodes = random.nextInt(random.nextInt(10) == 0 ? 300 : 20);
      count(nodes);
      nextRow = 0;
      node(nodes, highest, rows, random.nextInt(3));
    }
  }

  /** A part of a tree of so many nodes: 0 as it comes, 1 all to the left, 2 all to the right. */
  private void node(int nodes, int[] highest, int rows, int shape) {
    if (nodes == 0) {
      int row = random.nextInt(rows);
      int step = row - nextRow;
      bits(step << 1 ^ step >> 31);
      nextRow = row + 1;
      return;
    }
    int rest = nodes - 1;
    int left = shape == 1 ? rest : shape == 2 ? 0 : random.nextInt(rest + 1);
    int column = random.nextInt(highest.length);
    octet((left == 0 ? 1 : 0) | (left == rest ? 2 : 0));
    count(column);
    count(random.nextInt(highest[column]));
    node(left, highest, rows, shape);
    node(rest - left, highest, rows, shape);
  }

  private int column() {
    if (random.nextInt(4) > 0) {
      octet(0);
      slot();
      octet(random.nextInt(2));
      return ascending(1 + random.nextInt(random.nextInt(12) == 0 ? 400 : 9));
    }
    octet(1);
    slot();
    int unseen = random.nextInt(4);
    int missing = random.nextInt(random.nextInt(10) == 0 ? 256 : 4);
    octet(unseen);
    octet(missing);
    int codes = random.nextInt(6);
    int highest = Math.max(1, Math.max(unseen, missing));
    count(codes);
    for (int code = 0; code < codes; code++) {
      int rank = random.nextInt(4);
      octet(rank);
      highest = Math.max(highest, rank);
    }
    return highest;
  }

  private int ascending(int many) {
    double[] values = new double[many];
    Arrays.setAll(values, i -> random.nextInt(4) == 0 ? pick() : random.nextInt(300) / 16.0 - 9);
    for (int i = 0; i < many; i++) {
      values[i] += 0.0; // the two zeros are one boundary
    }
    double[] distinct = Arrays.stream(values).sorted().distinct().toArray();
    count(distinct.length);
    for (double value : distinct) {
      write(value);
    }
    return distinct.length;
  }

  private double pick() {
    return NUMBERS[random.nextInt(NUMBERS.length)];
  }

  private int slots() {
    int count = 1 + random.nextInt(4);
    count(count);
    for (int i = 0; i < count; i++) {
      slot();
    }
    return count;
  }

  private int targets() {
    return targets(1 + random.nextInt(5));
  }

  private int targets(int count) {
    count(count);
    for (int i = 0; i < count; i++) {
      count(known++);
    }
    return count;
  }

  private void numbers(int many) {
    count(many);
    for (int i = 0; i < many; i++) {
      number();
    }
  }

  private void number() {
    int dice = random.nextInt(12);
    write(dice == 0 ? Double.NaN : dice < 4 ? pick() : random.nextInt(64) / 8.0 - 4);
  }

  private void write(double value) {
    byte[] bytes =
        floats
            ? ByteBuffer.allocate(4).putFloat((float) value).array()
            : ByteBuffer.allocate(8).putDouble(value).array();
    out.writeBytes(bytes);
  }

  /** A slot that is written already. */
  private void slot() {
    count(random.nextInt(known));
  }

  private void octet(int value) {
    out.write(hostile && random.nextInt(60) == 0 ? random.nextInt(256) : value);
  }

  private void count(int value) {
    if (hostile && random.nextInt(60) == 0) {
      int[] others = {0, value + 1, value - 1, 1 << 20, Integer.MAX_VALUE, -1, 1 << 30, 127};
      bits(others[random.nextInt(others.length)]);
    } else {
      bits(value);
    }
  }

  private void bits(int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
