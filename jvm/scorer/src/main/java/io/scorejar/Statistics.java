package io.scorejar;

import io.scorejar.internal.Json;
import io.scorejar.internal.JsonException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the rows of training were like: {@code META-INF/scorejar/statistics.json}, described in
 * {@code docs/jar.md}. Immutable.
 *
 * @param source which rows were counted, in words
 * @param columns one for each input of the schema, in its order; null where nothing is known of it
 * @param scores the same for each output
 */
public record Statistics(String source, List<Distribution> columns, List<Distribution> scores) {

  /** Where the statistics stand in a jar that has some. */
  public static final String ENTRY = "META-INF/scorejar/statistics.json";

  public Statistics {
    columns = Collections.unmodifiableList(new ArrayList<>(columns));
    scores = Collections.unmodifiableList(new ArrayList<>(scores));
  }

  /**
   * Reads {@code statistics.json}.
   *
   * @throws BadModelException if it is none, or does not fit the schema
   */
  public static Statistics read(byte[] json, Schema schema) {
    try {
      Fields fields = Fields.of("statistics.json", Json.read(json));
      List<Distribution> columns = new ArrayList<>();
      Named named = new Named(fields, "columns");
      for (Input input : schema.inputs()) {
        columns.add(named.take(input.name(), input.type(), input.categories()));
      }
      named.requireEmpty();
      List<Distribution> scores = new ArrayList<>();
      named = new Named(fields, "scores");
      for (Output output : schema.outputs()) {
        scores.add(named.take(output.name(), output.type(), output.categories()));
      }
      named.requireEmpty();
      return new Statistics(fields.string("source"), columns, scores);
    } catch (JsonException e) {
      throw new BadModelException("statistics.json: " + e.getMessage(), e);
    }
  }

  /** The entries of one of the two lists, each of which is for a column of the schema. */
  private static final class Named {

    private final String place;
    private final List<Fields> entries = new ArrayList<>();
    private final Set<String> left = new HashSet<>();

    Named(Fields fields, String list) {
      place = "statistics.json." + list;
      for (Object entry : fields.list(list)) {
        Fields one = Fields.of(place + "[" + entries.size() + "]", entry);
        entries.add(one);
        if (!left.add(one.string("name"))) {
          throw new BadModelException(
              place + ": expected each name once, got '" + one.string("name") + "' twice");
        }
      }
    }

    Distribution take(String name, Type type, List<Object> categories) {
      left.remove(name);
      for (Fields entry : entries) {
        if (entry.string("name").equals(name)) {
          return Distribution.read(name, type, categories, entry);
        }
      }
      return null;
    }

    void requireEmpty() {
      for (String name : left) {
        throw new BadModelException(place + ": expected columns of the schema, got '" + name + "'");
      }
    }
  }
}
