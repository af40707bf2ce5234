package io.scorejar;

import java.util.List;
import java.util.Objects;

/**
 * One column of an answer: its name, its type, and the values that it can have. As a double it is
 * what an {@link Input} of the same type is. Immutable.
 */
public final class Output {

  private final String name;
  private final Type type;
  private final Categories categories;

  /**
   * An output.
   *
   * @param categories the values that the output can have, of the type's class; empty where it is
   *     free
   * @throws BadModelException if a category is not of the type or stands there twice
   */
  public Output(String name, Type type, List<Object> categories) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.categories = Categories.of(type, categories);
  }

  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  /** The values that the output can have; for strings their order is the code. Empty: free. */
  public List<Object> categories() {
    return categories.values();
  }

  /** Whether every value of this output has a double: all but strings without categories. */
  public boolean numeric() {
    return type != Type.STRING || !categories.isEmpty();
  }

  /**
   * Brings an answer to the type's class; null and NaN are missing, which is null.
   *
   * @throws InternalException if the engine answered with something else than the schema says
   */
  public Object value(Object given) {
    if (Values.isMissing(given)) {
      return null;
    }
    Object value = Values.of(type, given);
    if (value == null) {
      throw new InternalException(
          name
              + ": expected "
              + Values.kind(type)
              + " from the engine, got "
              + Values.shown(given));
    }
    return value;
  }

  /**
   * The double of an answer; NaN for a missing one.
   *
   * @throws InternalException as {@link #value}, and for a string that is none of the categories
   */
  public double encode(Object given) {
    Object value = value(given);
    if (value == null) {
      return Double.NaN;
    }
    if (type != Type.STRING) {
      return Values.toDouble(type, value);
    }
    int code = categories.code(value);
    if (code < 0) {
      String expected = categories.isEmpty() ? "an answer by name" : categories.shown();
      throw new InternalException(name + ": expected " + expected + ", got " + Values.shown(value));
    }
    return code;
  }

  /**
   * The answer that a double stands for; null for NaN.
   *
   * @throws InternalException if the double stands for no value of the type
   */
  public Object decode(double number) {
    if (Double.isNaN(number)) {
      return null;
    }
    List<Object> values = categories.values();
    if (type == Type.STRING && number >= 0 && number < values.size() && number == (int) number) {
      return values.get((int) number);
    }
    Object value = Values.fromDouble(type, number);
    if (value == null) {
      throw new InternalException(
          name + ": expected " + Values.numberKind(type) + ", got " + number);
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Output that
        && name.equals(that.name)
        && type == that.type
        && categories().equals(that.categories());
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, categories());
  }

  @Override
  public String toString() {
    return "'" + name + "' " + type.pmmlName();
  }
}
