package io.scorejar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * How the values of one column, or of one output, were spread over bins in training. Numbers (and
 * booleans, dates and times, as their doubles) fall between edges, the outermost bins being open;
 * of text each of the commonest values has a bin. Three bins follow: known values without a bin of
 * their own, missing ones, and unseen ones, which are no category of the schema. Immutable.
 */
public final class Distribution {

  /** Bins behind the listed ones: other, missing, unseen. */
  private static final int SPECIAL = 3;

  private static final int MOST_BINS = 1_000;

  private final String name;
  private final Type type;
  private final double[] edges; // Of numbers; none for text.
  private final List<String> values; // Of text; none for numbers.
  private final Map<String, Integer> places; // Of free text alone.
  private final int[] placeOfCode; // Of text with categories.
  private final double[] known; // Categories of numbers, sorted; empty where the column is free.
  private final Map<String, Object> bounds;
  private final long[] counts;

  private Distribution(String name, Type type, List<Object> categories, Fields fields) {
    boolean text = type == Type.STRING;
    this.name = name;
    this.type = type;
    this.edges = text ? new double[0] : edges(fields);
    List<String> listed = text ? fields.strings("values") : List.of();
    List<Long> listedCounts = counts(fields, text ? listed.size() : edges.length + 1);
    // What the schema does not know has no code of its own: the service meets it as unseen.
    long unseen = 0;
    List<String> met = new ArrayList<>();
    List<Long> metCounts = new ArrayList<>(text ? List.of() : listedCounts);
    for (int i = 0; i < listed.size(); i++) {
      if (categories.isEmpty() || categories.contains(listed.get(i))) {
        met.add(listed.get(i));
        metCounts.add(listedCounts.get(i));
      } else {
        unseen += listedCounts.get(i);
      }
    }
    this.values = List.copyOf(met);
    this.places = new HashMap<>();
    for (String value : values) {
      if (places.put(value, places.size()) != null) {
        throw new BadModelException("values: expected each once, got '" + value + "' twice");
      }
    }
    int other = metCounts.size();
    this.placeOfCode =
        categories.stream()
            .mapToInt(category -> text ? places.getOrDefault(category, other) : other)
            .toArray();
    this.known =
        text
            ? new double[0]
            : categories.stream()
                .mapToDouble(category -> Values.toDouble(type, category) + 0.0)
                .sorted()
                .toArray();
    this.bounds = new LinkedHashMap<>();
    for (String bound : List.of("least", "greatest")) {
      if (fields.has(bound)) {
        bounds.put(bound, fields.number(bound));
      }
    }
    LongStream special =
        LongStream.of(text ? count(fields, "other") : 0, count(fields, "missing"), unseen);
    this.counts =
        LongStream.concat(metCounts.stream().mapToLong(count -> count), special).toArray();
  }

  /**
   * Reads one of `columns` or `scores` of statistics.json, for an input or output of that type.
   *
   * @throws BadModelException if it is not of the type or its bins and counts do not fit
   */
  static Distribution read(String name, Type type, List<Object> categories, Fields fields) {
    return fields.within(() -> new Distribution(name, type, categories, fields));
  }

  private static double[] edges(Fields fields) {
    double[] edges = new double[fields.list("edges").size()];
    for (int i = 0; i < edges.length; i++) {
      Object edge = fields.list("edges").get(i);
      boolean above = edge instanceof Number;
      if (above) {
        edges[i] = ((Number) edge).doubleValue();
        above = i == 0 || edges[i] > edges[i - 1];
      }
      if (!above) {
        throw new BadModelException(
            "edges: expected rising numbers, got " + Values.shown(edge) + " (place " + i + ")");
      }
    }
    return edges;
  }

  private static List<Long> counts(Fields fields, int bins) {
    List<Long> counts = new ArrayList<>();
    for (Object count : fields.list("counts")) {
      if (!(count instanceof Long whole) || whole < 0) {
        throw new BadModelException(
            "counts: expected whole numbers from 0 on, got " + Values.shown(count));
      }
      counts.add(whole);
    }
    if (counts.size() != bins || bins > MOST_BINS) {
      throw new BadModelException(
          "counts: expected one a bin of at most "
              + MOST_BINS
              + ", got "
              + counts.size()
              + " for "
              + bins);
    }
    return counts;
  }

  private static long count(Fields fields, String field) {
    long count = fields.integer(field);
    if (count < 0) {
      throw new BadModelException(field + ": expected 0 or more, got " + count);
    }
    return count;
  }

  /** How many bins there are, those for other, missing and unseen values among them. */
  int bins() {
    return counts.length;
  }

  /**
   * The bin of a value.
   *
   * @param number as it stands in a row of doubles, or as {@link #encode} has it
   */
  int place(double number) {
    if (Double.isNaN(number)) {
      return counts.length - 2;
    }
    if (type != Type.STRING) {
      return numberPlace(number);
    }
    int code = (int) number;
    if (placeOfCode.length == 0) {
      return code; // Free text, which encode has placed already.
    }
    return code < 0 || code >= placeOfCode.length ? counts.length - 1 : placeOfCode[code];
  }

  private int numberPlace(double number) {
    double key = (type == Type.FLOAT ? (float) number : number) + 0.0; // As Categories has it.
    if (known.length > 0 && Arrays.binarySearch(known, key) < 0) {
      return counts.length - 1;
    }
    int low = 0;
    int high = edges.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (edges[middle] < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * A double for a value of free text, which has none in a row: its bin; NaN for a missing one.
   * Where training had values without a bin of their own, one that has none is taken for such.
   */
  double encode(Object value) {
    if (value == null) {
      return Double.NaN;
    }
    int other = counts.length - SPECIAL;
    int stranger = counts[other] > 0 ? other : counts.length - 1;
    return places.getOrDefault(value, stranger);
  }

  /** What is known of the column, and how many rows of training stood in each bin. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("type", type.pmmlName());
    if (type == Type.STRING) {
      json.put("values", values);
    } else {
      json.put("edges", Arrays.stream(edges).boxed().toList());
      json.putAll(bounds);
    }
    json.put("training", toJson(counts));
    return json;
  }

  /** Counts by bin, as they stand in {@link #bins} places, with the last three by name. */
  Map<String, Object> toJson(long[] binned) {
    int listed = binned.length - SPECIAL;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("counts", Arrays.stream(binned, 0, listed).boxed().toList());
    json.put("other", binned[listed]);
    json.put("missing", binned[listed + 1]);
    json.put("unseen", binned[listed + 2]);
    return json;
  }
}
