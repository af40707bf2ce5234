package io.scorejar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/** The data types of inputs and outputs: PMML's names, each with the Java class of its values. */
public enum Type {
  DOUBLE("double", Double.class),
  FLOAT("float", Float.class),
  /** Whole numbers of at most 2^53, so that each has a double of its own. */
  INTEGER("integer", Long.class),
  BOOLEAN("boolean", Boolean.class),
  STRING("string", String.class),
  DATE("date", LocalDate.class),
  /** Without a time zone, to the microsecond. */
  DATE_TIME("dateTime", LocalDateTime.class),
  TIME("time", LocalTime.class);

  private final String pmmlName;
  private final Class<?> valueClass;

  Type(String pmmlName, Class<?> valueClass) {
    this.pmmlName = pmmlName;
    this.valueClass = valueClass;
  }

  /** The name in PMML and in {@code model.json}, for example {@code dateTime}. */
  public String pmmlName() {
    return pmmlName;
  }

  /** The class of the values that engines are given and that named answers hold. */
  public Class<?> valueClass() {
    return valueClass;
  }

  /**
   * The type of a PMML name.
   *
   * @throws BadModelException if there is none
   */
  public static Type of(String pmmlName) {
    for (Type type : values()) {
      if (type.pmmlName.equals(pmmlName)) {
        return type;
      }
    }
    throw new BadModelException("expected a type such as double or string, got '" + pmmlName + "'");
  }
}
