package io.scorejar.reasons;

import java.util.Map;
import java.util.TreeMap;

/**
 * A number as a sum: a base, and values of slots by a factor each. The slots are sums of forests,
 * or terms of a linear model. Immutable.
 */
record Form(double base, Map<Integer, Double> factors) {

  /** A slot alone. */
  static Form of(int slot) {
    return new Form(0, Map.of(slot, 1.0));
  }

  Form times(double factor) {
    Map<Integer, Double> scaled = new TreeMap<>();
    factors.forEach((slot, own) -> scaled.put(slot, own * factor));
    return new Form(base * factor, scaled);
  }

  Form plus(double number) {
    return new Form(base + number, factors);
  }

  Form plus(Form other) {
    Map<Integer, Double> both = new TreeMap<>(factors);
    other.factors.forEach((slot, own) -> both.merge(slot, own, Double::sum));
    return new Form(base + other.base, both);
  }
}
