package io.scorejar.transpiler.repair;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names in a sentence. */
final class Listing {

  private static final int SHOWN = 5;

  private Listing() {}

  /** The first names, separated by commas, and how many more there are. */
  static String of(Collection<String> names) {
    String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
    int rest = names.size() - SHOWN;
    return rest > 0 ? shown + " and " + rest + " more" : shown;
  }
}
