package io.scorejar.bridge;

import io.scorejar.InternalException;
import io.scorejar.VersionPolicy;
import io.scorejar.internal.Json;
import io.scorejar.internal.JsonException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The versions of a model that are to be loaded, as JSON: {@code {"latest": 2, "specific": [3],
 * "named": [7]}}.
 *
 * @param policy the versions among which the one in service is
 * @param named versions that are loaded too, but answer only those who name them
 */
record Wanted(VersionPolicy policy, Set<Long> named) {

  /** The highest version and no other. */
  static final Wanted HIGHEST = new Wanted(VersionPolicy.HIGHEST, Set.of());

  /**
   * Reads what is wanted.
   *
   * @throws InternalException if it is anything else: the caller is ours
   */
  static Wanted read(String json) {
    try {
      if (Json.read(json) instanceof Map<?, ?> map && map.get("latest") instanceof Long latest) {
        int most = (int) Math.min(latest, Integer.MAX_VALUE);
        VersionPolicy policy = new VersionPolicy(most, numbers(map.get("specific")));
        return new Wanted(policy, numbers(map.get("named")));
      }
    } catch (JsonException | IllegalArgumentException e) {
      throw new InternalException("wanted: " + e.getMessage(), e);
    }
    throw new InternalException("wanted: expected latest, specific and named, got " + json);
  }

  private static Set<Long> numbers(Object list) {
    Set<Long> numbers = new TreeSet<>();
    if (list instanceof List<?> values) {
      values.forEach(value -> numbers.add((Long) value));
    }
    return Set.copyOf(numbers);
  }
}
