package io.scorejar.transpiler;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * As much of a class file as is asked for here (JVM specification, chapter 4).
 *
 * @param references the classes that it names, in the form {@code java/lang/String}; arrays are
 *     left out
 */
record ClassFile(List<String> references, List<Method> methods) {

  private static final String CODE = "Code";

  /**
   * A method.
   *
   * @param codeLength bytes of bytecode; 0 where it has none
   */
  record Method(String name, int codeLength) {}

  static ClassFile read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      in.skipNBytes(8); // Magic number and version.
      Object[] constants = constants(in);
      in.skipNBytes(6); // Access, this class, super class.
      in.skipNBytes(2L * in.readUnsignedShort()); // Interfaces.
      members(in, constants); // Fields.
      return new ClassFile(references(constants), members(in, constants));
    } catch (IOException e) {
      throw new UncheckedIOException("javac wrote a whole class file", e);
    }
  }

  /** Texts as strings, classes as the index of their name, everything else as null. */
  private static Object[] constants(DataInputStream in) throws IOException {
    Object[] constants = new Object[in.readUnsignedShort()];
    for (int i = 1; i < constants.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> constants[i] = in.readUTF();
        case 7 -> constants[i] = in.readUnsignedShort();
        case 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++; // Long and double take two places.
        }
        default -> throw new IOException("constant of kind " + tag);
      }
    }
    return constants;
  }

  private static List<String> references(Object[] constants) {
    List<String> references = new ArrayList<>();
    for (Object constant : constants) {
      if (constant instanceof Integer name && !((String) constants[name]).startsWith("[")) {
        references.add((String) constants[name]);
      }
    }
    return references;
  }

  private static List<Method> members(DataInputStream in, Object[] constants) throws IOException {
    int count = in.readUnsignedShort();
    List<Method> members = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      in.skipNBytes(2); // Access.
      String name = (String) constants[in.readUnsignedShort()];
      in.skipNBytes(2); // Descriptor.
      members.add(new Method(name, codeLength(in, constants)));
    }
    return members;
  }

  private static int codeLength(DataInputStream in, Object[] constants) throws IOException {
    int length = 0;
    int attributes = in.readUnsignedShort();
    for (int i = 0; i < attributes; i++) {
      boolean code = CODE.equals(constants[in.readUnsignedShort()]);
      long size = Integer.toUnsignedLong(in.readInt());
      if (code) {
        in.skipNBytes(4); // Stack and locals.
        length = in.readInt();
        size -= 8;
      }
      in.skipNBytes(size);
    }
    return length;
  }
}
