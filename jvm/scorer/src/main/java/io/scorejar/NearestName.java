package io.scorejar;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the name that was probably meant. */
final class NearestName {

  private static final int SHOWN = 3;
  private static final int LONGEST = 200;

  private NearestName() {}

  /** {@code unknown field 'agee' (expected 'age')}, or some of the names where none is near. */
  static String unknownField(String name, Collection<String> known) {
    int limit = Math.max(1, name.length() / 3);
    String nearest =
        known.stream()
            .filter(candidate -> Math.abs(candidate.length() - name.length()) <= limit)
            .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
            .filter(candidate -> distance(name, candidate) <= limit)
            .orElse(null);
    String expected = nearest != null ? "'" + nearest + "'" : some(known);
    return "unknown field " + Values.shown(name) + " (expected " + expected + ")";
  }

  private static String some(Collection<String> known) {
    String names = known.stream().limit(SHOWN).map(Values::shown).collect(Collectors.joining(", "));
    return known.size() <= SHOWN
        ? "one of " + names
        : "one of " + names + ", … (" + known.size() + " in all)";
  }

  /** Levenshtein's distance, case aside; long names count as far from everything. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    if (a.length() > LONGEST || b.length() > LONGEST) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
