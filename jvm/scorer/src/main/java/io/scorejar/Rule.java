package io.scorejar;

import java.util.Locale;

/** What happens to a missing value, or to one that training did not know. */
public enum Rule {
  /** The model answers the row. */
  ACCEPTED,
  /** The row is refused with an {@link InvalidRowException}. */
  REFUSED;

  /** The name in {@code model.json}. */
  String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Rule of(String jsonName) {
    for (Rule rule : values()) {
      if (rule.jsonName().equals(jsonName)) {
        return rule;
      }
    }
    throw new BadModelException("expected accepted or refused, got '" + jsonName + "'");
  }
}
