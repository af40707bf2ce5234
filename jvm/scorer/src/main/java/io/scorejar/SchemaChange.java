package io.scorejar;

import java.util.List;
import java.util.Optional;

/**
 * Which schema may follow another one in service.
 *
 * <p>The inputs must be the same by name, type and order, and the outputs the same in full: rows
 * and answers then keep their meaning. The categories of an input may change, since whoever encodes
 * rows says by which {@link Schema#id} it did; but a free column stays free. A rule may become
 * milder, not stricter: rows that were answered still are.
 *
 * <p>But numbers beyond 1e290 do not count. Up to where one may be scaled before it overflows
 * depends on the rows that a model was fitted on, and no row has such numbers.
 */
final class SchemaChange {

  private static final double OVERFLOWING = 1e290;

  private SchemaChange() {}

  /** What stands in the way of the change, in a sentence; empty if nothing does. */
  static Optional<String> obstacle(Schema from, Schema to) {
    return inputs(from.inputs(), to.inputs()).or(() -> outputs(from.outputs(), to.outputs()));
  }

  private static Optional<String> inputs(List<Input> from, List<Input> to) {
    for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
      Optional<String> difference = input(from.get(i), to.get(i));
      if (difference.isPresent()) {
        int place = i;
        return difference.map(text -> "schema: input " + place + ": " + text);
      }
    }
    return count("inputs", from.size(), to.size());
  }

  private static Optional<String> input(Input from, Input to) {
    if (!from.name().equals(to.name()) || from.type() != to.type()) {
      return differs(from, to);
    }
    if (from.categories().isEmpty() != to.categories().isEmpty()) {
      return differs(from + kind(from), to + kind(to));
    }
    if (from.missing() == Rule.ACCEPTED && to.missing() == Rule.REFUSED) {
      return differs(from + " that may be missing", to + " that may not");
    }
    if (from.unseen() == Rule.ACCEPTED && to.unseen() == Rule.REFUSED) {
      return differs(from + " that takes any value", to + " that refuses unseen ones");
    }
    if (!to.range().holds(counting(from.range()))) {
      return differs(
          from + " that takes " + from.range().shown(from.type()),
          to + " that takes " + to.range().shown(to.type()));
    }
    return Optional.empty();
  }

  private static Range counting(Range range) {
    double low = range.low();
    double high = range.high();
    return new Range(
        Double.isInfinite(low) ? low : Math.max(low, Math.min(-OVERFLOWING, high)),
        Double.isInfinite(high) ? high : Math.min(high, Math.max(OVERFLOWING, low)));
  }

  private static String kind(Input input) {
    return input.categories().isEmpty() ? " without categories" : " with categories";
  }

  private static Optional<String> outputs(List<Output> from, List<Output> to) {
    for (int i = 0; i < Math.min(from.size(), to.size()); i++) {
      Output old = from.get(i);
      Output next = to.get(i);
      if (!old.equals(next)) {
        boolean listed = old.name().equals(next.name()) && old.type() == next.type();
        String place = "schema: output " + i + ": ";
        return listed
            ? differs(place, old + " of " + old.categories(), next + " of " + next.categories())
            : differs(place, old, next);
      }
    }
    return count("outputs", from.size(), to.size());
  }

  private static Optional<String> count(String what, int from, int to) {
    return from == to ? Optional.empty() : differs("schema: ", from + " " + what, to);
  }

  private static Optional<String> differs(Object expected, Object got) {
    return differs("", expected, got);
  }

  private static Optional<String> differs(String place, Object expected, Object got) {
    return Optional.of(
        place + "expected " + expected + " as in the version in service, got " + got);
  }
}
