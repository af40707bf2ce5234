package io.scorejar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How often the answers of one output differ by how many ulps. Not safe for several threads. */
public final class Ulps {

  /** The largest difference of each bucket but the last, which holds all that is more. */
  private static final List<Long> LARGEST =
      List.of(0L, 1L, 4L, 16L, 64L, 256L, 1024L, 4096L, Long.MAX_VALUE - 1);

  private final long[] counts = new long[LARGEST.size() + 1];

  /** Counts one pair of answers that are so far apart, as {@link Agreement#ulps} has it. */
  void add(long ulps) {
    int bucket = 0;
    while (bucket < LARGEST.size() && ulps > LARGEST.get(bucket)) {
      bucket++;
    }
    counts[bucket]++;
  }

  /**
   * The counts by what was counted, without what never was: {@code {"0": 4100, "1": 60, "2-4": 3,
   * "5-16": …, "4097 or more": …, "no number": …}}.
   */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        json.put(name(i), counts[i]);
      }
    }
    return json;
  }

  private static String name(int bucket) {
    if (bucket == LARGEST.size()) {
      return "no number";
    }
    long least = bucket == 0 ? 0 : LARGEST.get(bucket - 1) + 1;
    if (bucket == LARGEST.size() - 1) {
      return least + " or more";
    }
    return least == LARGEST.get(bucket) ? String.valueOf(least) : least + "-" + LARGEST.get(bucket);
  }
}
