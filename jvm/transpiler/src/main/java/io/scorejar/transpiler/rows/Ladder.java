package io.scorejar.transpiler.rows;

import io.scorejar.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The values of an ordered type as whole numbers: neighbours differ by one. A double's is made of
 * its bits; -0.0 stands one below 0.0, infinities at the ends.
 */
final class Ladder {

  private static final long MICROS = 1_000_000;

  private final Type type;

  private Ladder(Type type) {
    this.type = type;
  }

  /** The ladder of a type; none for strings and booleans. */
  static Optional<Ladder> of(Type type) {
    return type == Type.STRING || type == Type.BOOLEAN
        ? Optional.empty()
        : Optional.of(new Ladder(type));
  }

  long step(Object value) {
    return switch (type) {
      case DOUBLE -> ordered(Double.doubleToRawLongBits((Double) value));
      case FLOAT -> ordered(Float.floatToRawIntBits((Float) value));
      case INTEGER -> (Long) value;
      case DATE -> ((LocalDate) value).toEpochDay();
      case DATE_TIME -> {
        Instant instant = ((LocalDateTime) value).toInstant(ZoneOffset.UTC);
        yield ChronoUnit.MICROS.between(Instant.EPOCH, instant);
      }
      case TIME -> ((LocalTime) value).toNanoOfDay() / 1000;
      case STRING, BOOLEAN -> throw new IllegalArgumentException("not an ordered type: " + type);
    };
  }

  Object value(long step) {
    return switch (type) {
      case DOUBLE -> (Object) Double.longBitsToDouble(ordered(step));
      case FLOAT -> (Object) Float.intBitsToFloat(ordered((int) step));
      case INTEGER -> (Object) step;
      case DATE -> LocalDate.ofEpochDay(step);
      case DATE_TIME ->
          LocalDateTime.ofEpochSecond(
              Math.floorDiv(step, MICROS),
              (int) Math.floorMod(step, MICROS) * 1000,
              ZoneOffset.UTC);
      case TIME -> LocalTime.ofNanoOfDay(step * 1000);
      case STRING, BOOLEAN -> throw new IllegalArgumentException("not an ordered type: " + type);
    };
  }

  /** Bits that grow with the number, and the other way round. */
  private static long ordered(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  private static int ordered(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}
