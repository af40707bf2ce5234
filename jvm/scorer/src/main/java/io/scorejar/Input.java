package io.scorejar;

import java.util.List;
import java.util.Objects;

/**
 * One column of a row: its name, its type, and what it takes.
 *
 * <p>As a double a value is: the number itself ({@code double}, {@code float}, {@code integer}); 0
 * or 1 ({@code boolean}); the index of its category, -1 for one that is none of them ({@code
 * string} with categories); days since 1970-01-01 ({@code date}); seconds since 1970-01-01T00:00:00
 * without a time zone ({@code dateTime}); seconds since midnight ({@code time}). NaN is missing. A
 * {@code string} without categories has no double. Immutable.
 */
public final class Input {

  /** What an engine is given for a string of a row of doubles that is none of the categories. */
  public static final String UNSEEN = "\uFFFFunseen";

  private final String name;
  private final Type type;
  private final Categories categories;
  private final Rule missing;
  private final Rule unseen;
  private final Range range;

  /**
   * An input that takes what the rules say, and of numbers all.
   *
   * @throws BadModelException if a category is not of the type or stands there twice
   */
  public Input(String name, Type type, List<Object> categories, Rule missing, Rule unseen) {
    this(name, type, categories, missing, unseen, Range.ALL);
  }

  /**
   * An input that takes what the rules say.
   *
   * @param categories the values that training knew, of the type's class; empty where the column is
   *     free
   * @param missing what happens to a row without this value
   * @param unseen what happens to a value that is none of the categories; of no effect without any
   * @param range the numbers that are taken; {@link Range#ALL} for what is no number
   * @throws BadModelException if a category is not of the type or stands there twice, or what is no
   *     number has a range
   */
  public Input(
      String name, Type type, List<Object> categories, Rule missing, Rule unseen, Range range) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.categories = Categories.of(type, categories);
    this.missing = Objects.requireNonNull(missing, "missing");
    this.unseen = categories.isEmpty() ? Rule.ACCEPTED : Objects.requireNonNull(unseen, "unseen");
    this.range = Objects.requireNonNull(range, "range");
    if (range.bounded() && !number()) {
      throw new BadModelException("expected a range for numbers alone, got one for " + this);
    }
  }

  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  /** The values that training knew; for strings their order is the code. Empty: free. */
  public List<Object> categories() {
    return categories.values();
  }

  public Rule missing() {
    return missing;
  }

  /** What happens to a value that is none of the categories; accepted where there are none. */
  public Rule unseen() {
    return unseen;
  }

  /** The numbers that are taken; {@link Range#ALL} where nothing is refused for its size. */
  public Range range() {
    return range;
  }

  /** Whether every value of this input has a double: all but strings without categories. */
  public boolean numeric() {
    return type != Type.STRING || !categories.isEmpty();
  }

  /**
   * Checks a named value and brings it to the type's class.
   *
   * <p>Numeric types take any {@link Number} ({@code integer} only a whole one of at most 2^53),
   * {@code boolean} also 0 and 1, dates and times also ISO 8601 strings. Numbers as text are
   * refused.
   *
   * @return an object of {@link Type#valueClass()}, or null for missing
   * @throws InvalidRowException if the value is not of the type or a rule refuses it
   */
  public Object value(Object given) {
    if (Values.isMissing(given)) {
      return missingValue();
    }
    Object value = Values.of(type, given);
    if (value == null) {
      throw new InvalidRowException(
          name + ": expected " + Values.kind(type) + ", got " + Values.shown(given));
    }
    if (given instanceof Number number && number() && !range.holds(number.doubleValue())) {
      throw outOfRange(given);
    }
    if (unseen == Rule.REFUSED && !known(value)) {
      throw new InvalidRowException(
          name + ": expected " + categories.shown() + ", got " + Values.shown(given));
    }
    return value;
  }

  private Object missingValue() {
    if (missing == Rule.REFUSED) {
      throw new InvalidRowException(name + ": expected a value, got none");
    }
    return null;
  }

  private InvalidRowException outOfRange(Object given) {
    return new InvalidRowException(
        name + ": expected " + range.shown(type) + ", got " + Values.shown(given));
  }

  private boolean known(Object value) {
    return type == Type.STRING
        ? categories.code(value) >= 0
        : categories.contains(Values.toDouble(type, value));
  }

  /**
   * The double of a named value; see the class for what it is.
   *
   * @throws InvalidRowException as {@link #value}, and for a string without categories
   */
  public double encode(Object given) {
    Object value = value(given);
    if (value == null) {
      return Double.NaN;
    }
    if (type != Type.STRING) {
      return Values.toDouble(type, value);
    }
    requireNumeric();
    return categories.code(value);
  }

  /**
   * The value that a double stands for: of {@link Type#valueClass()}, null for NaN, {@link #UNSEEN}
   * for the code -1.
   *
   * @throws InvalidRowException if the double stands for no value, or a rule refuses it
   */
  public Object decode(double number) {
    if (Double.isNaN(number)) {
      return missingValue();
    }
    if (type == Type.STRING) {
      int code = code(number);
      return code < 0 ? UNSEEN : categories.values().get(code);
    }
    Object value = Values.fromDouble(type, number);
    if (value == null) {
      throw new InvalidRowException(
          name + ": expected " + Values.numberKind(type) + ", got " + number);
    }
    if (number() && !range.holds(number)) {
      throw outOfRange(value);
    }
    if (unseen == Rule.REFUSED && !categories.contains(number)) {
      throw new InvalidRowException(name + ": expected " + categories.shown() + ", got " + number);
    }
    return value;
  }

  /** Checks a double as {@link #decode} does, without making the value. */
  void check(double number) {
    if (Double.isNaN(number)) {
      missingValue();
    } else if (type == Type.STRING) {
      code(number);
    } else if (!real() || unseen == Rule.REFUSED) {
      decode(number);
    } else if (!range.holds(number)) {
      throw outOfRange(number);
    }
  }

  /** Whether {@link #check} can refuse anything. */
  boolean checked() {
    return missing == Rule.REFUSED || unseen == Rule.REFUSED || range.bounded() || !real();
  }

  private boolean number() {
    return real() || type == Type.INTEGER;
  }

  /** Whether any number is a value. */
  private boolean real() {
    return type == Type.DOUBLE || type == Type.FLOAT;
  }

  private int code(double number) {
    requireNumeric();
    int code = (int) number;
    int lowest = unseen == Rule.REFUSED ? 0 : -1;
    if (code != number || code < lowest || code >= categories.values().size()) {
      throw new InvalidRowException(
          name
              + ": expected "
              + (code == -1 && code == number
                  ? categories.shown() + ", got none of them"
                  : "a category code from 0 to "
                      + (categories.values().size() - 1)
                      + ", got "
                      + number));
    }
    return code;
  }

  private void requireNumeric() {
    if (!numeric()) {
      throw new InvalidRowException(
          name + ": expected a row by name, because free text has no double");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Input that
        && name.equals(that.name)
        && type == that.type
        && categories().equals(that.categories())
        && missing == that.missing
        && unseen == that.unseen
        && range.equals(that.range);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, categories(), missing, unseen, range);
  }

  @Override
  public String toString() {
    return "'" + name + "' " + type.pmmlName();
  }
}
