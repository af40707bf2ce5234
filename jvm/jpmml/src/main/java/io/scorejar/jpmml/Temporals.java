package io.scorejar.jpmml;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jpmml.model.temporals.Date;
import org.jpmml.model.temporals.DateTime;
import org.jpmml.model.temporals.Time;

/** JPMML's dates and times, and Java's. */
final class Temporals {

  private Temporals() {}

  /** The value as JPMML takes it; all but dates and times as it is. */
  static Object toPmml(Object value) {
    if (value instanceof LocalDate date) {
      return new Date(date);
    }
    if (value instanceof LocalDateTime dateTime) {
      return new DateTime(dateTime);
    }
    return value instanceof LocalTime time ? new Time(time) : value;
  }

  /** The value as {@link io.scorejar.Type#valueClass} has it; all but dates and times as it is. */
  static Object toJava(Object value) {
    if (value instanceof Date date) {
      return date.getDate();
    }
    if (value instanceof DateTime dateTime) {
      return dateTime.getDateTime();
    }
    return value instanceof Time time ? time.getTime() : value;
  }
}
