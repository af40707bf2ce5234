package io.scorejar.bridge;

import io.scorejar.InternalException;
import io.scorejar.LiveOptions;
import io.scorejar.SwapOrder;
import io.scorejar.internal.Json;
import io.scorejar.internal.JsonException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The options of a repository, as JSON: {@code {"engine": "auto", "pin": {"credit": 3},
 * "allow_schema_change": false, "warmup_rows": 2000, "swap_order": "availability",
 * "drift_window_s": 3600}}. Each may be absent.
 */
record RepositoryOptions(LiveOptions live, Map<String, Long> pins) {

  /**
   * Reads options.
   *
   * @throws InternalException if an option is unknown or of another type: the caller is ours
   */
  static RepositoryOptions read(String json) {
    try {
      if (!(Json.read(json) instanceof Map<?, ?> map)) {
        throw new InternalException("options: expected an object, got " + json);
      }
      return read(map);
    } catch (JsonException e) {
      throw new InternalException("options: " + e.getMessage(), e);
    }
  }

  private static RepositoryOptions read(Map<?, ?> map) {
    LiveOptions live = LiveOptions.defaults();
    Map<String, Long> pins = new LinkedHashMap<>();
    for (Map.Entry<?, ?> option : map.entrySet()) {
      Object value = option.getValue();
      switch ((String) option.getKey()) {
        case "engine" -> live = live.withEngine(of(option, String.class));
        case "allow_schema_change" -> live = live.withSchemaChange(of(option, Boolean.class));
        case "warmup_rows" -> live = live.withWarmUpRows(Math.toIntExact(of(option, Long.class)));
        case "swap_order" -> live = live.withOrder(order(of(option, String.class)));
        case "drift_window_s" ->
            live = live.withDriftWindow(Duration.ofSeconds(of(option, Long.class)));
        case "pin" -> {
          Map<?, ?> byModel = of(option, Map.class);
          for (Map.Entry<?, ?> pin : byModel.entrySet()) {
            pins.put((String) pin.getKey(), of(pin, Long.class));
          }
        }
        default ->
            throw new InternalException(
                "options: expected engine, pin, allow_schema_change, warmup_rows, swap_order or"
                    + " drift_window_s, got "
                    + option.getKey()
                    + " = "
                    + value);
      }
    }
    return new RepositoryOptions(live, pins);
  }

  private static SwapOrder order(String name) {
    return switch (name) {
      case "availability" -> SwapOrder.AVAILABILITY;
      case "resource" -> SwapOrder.RESOURCE;
      default ->
          throw new InternalException(
              "options: expected swap_order availability or resource, got " + name);
    };
  }

  private static <T> T of(Map.Entry<?, ?> option, Class<T> type) {
    if (!type.isInstance(option.getValue())) {
      throw new InternalException(
          "options: expected "
              + option.getKey()
              + " as "
              + type.getSimpleName()
              + ", got "
              + option.getValue());
    }
    return type.cast(option.getValue());
  }
}
