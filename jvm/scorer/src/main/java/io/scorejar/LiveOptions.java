package io.scorejar;

import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link LiveScorer} takes versions into service.
 *
 * @param engine the engine to run, or {@code auto}
 * @param allowSchemaChange whether a version may have another schema than the one before it
 * @param warmUpRows about how many rows a version scores before it serves; 0 for none
 * @param warmUpTime after which warming ends in any case
 * @param interval between two looks at the repository, from the end of one to the next
 * @param order what comes first in a swap: the new version, or the end of the old one
 * @param driftWindow over how long rows are compared with those of training; zero: they are not
 */
public record LiveOptions(
    String engine,
    boolean allowSchemaChange,
    int warmUpRows,
    Duration warmUpTime,
    Duration interval,
    SwapOrder order,
    Duration driftWindow) {

  // Enough for the first compiler and for every class to be loaded; the second compiler goes on
  // while the version serves.
  private static final int WARM_UP_ROWS = 2_000;

  public LiveOptions {
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(warmUpTime, "warmUpTime");
    Objects.requireNonNull(interval, "interval");
    Objects.requireNonNull(order, "order");
    Objects.requireNonNull(driftWindow, "driftWindow");
    if (warmUpRows < 0 || interval.isNegative() || interval.isZero()) {
      throw new IllegalArgumentException(
          "expected warm-up rows from 0 on and an interval above 0, got "
              + warmUpRows
              + " and "
              + interval);
    }
  }

  /**
   * Any engine, no change of schema, 2,000 rows or a second to warm up, a look every second,
   * versions that are replaced without a gap, and no look at drift.
   */
  public static LiveOptions defaults() {
    return new LiveOptions(
        Engines.AUTO,
        false,
        WARM_UP_ROWS,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        SwapOrder.AVAILABILITY,
        Duration.ZERO);
  }

  public LiveOptions withEngine(String name) {
    return new LiveOptions(
        name, allowSchemaChange, warmUpRows, warmUpTime, interval, order, driftWindow);
  }

  public LiveOptions withSchemaChange(boolean allowed) {
    return new LiveOptions(engine, allowed, warmUpRows, warmUpTime, interval, order, driftWindow);
  }

  public LiveOptions withWarmUpRows(int rows) {
    return new LiveOptions(
        engine, allowSchemaChange, rows, warmUpTime, interval, order, driftWindow);
  }

  public LiveOptions withInterval(Duration time) {
    return new LiveOptions(
        engine, allowSchemaChange, warmUpRows, warmUpTime, time, order, driftWindow);
  }

  public LiveOptions withOrder(SwapOrder other) {
    return new LiveOptions(
        engine, allowSchemaChange, warmUpRows, warmUpTime, interval, other, driftWindow);
  }

  public LiveOptions withDriftWindow(Duration time) {
    return new LiveOptions(
        engine, allowSchemaChange, warmUpRows, warmUpTime, interval, order, time);
  }
}
