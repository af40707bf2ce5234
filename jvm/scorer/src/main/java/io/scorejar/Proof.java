package io.scorejar;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The verdict on a jar's engines when it was made: each answered all rows of the evidence as the
 * judge did. Immutable.
 *
 * @param judge who gave the expected answers: {@code pipeline}, {@code file} or {@code interpreter}
 * @param agreement what counted as equal
 * @param rows how many rows of evidence there were
 * @param refusals how many of them the judge refused, and so do the engines
 * @param stricter how many rows the judge answers and the schema refuses, by column
 * @param coverage what of the model the rows reach, as JSON; empty where nobody said
 * @param raw the raw scores that were compared, if any were
 * @param engines the engines that were proved
 */
public record Proof(
    String judge,
    Agreement agreement,
    int rows,
    int refusals,
    Map<String, Integer> stricter,
    Map<String, Object> coverage,
    Optional<Raw> raw,
    Map<String, OfEngine> engines) {

  /** How many rows' raw scores were compared, and what counted as equal. */
  public record Raw(int rows, Agreement agreement) {}

  /**
   * How one engine did.
   *
   * @param rows how many rows it was asked
   * @param maxUlps the largest difference, as {@link Agreement#ulps} has it
   * @param maxDifference the largest difference, as {@link Agreement#difference} has it
   */
  public record OfEngine(int rows, long maxUlps, double maxDifference) {

    /** What a check found. */
    public static OfEngine of(Check check) {
      return new OfEngine(check.rows(), check.maxUlps(), check.maxDifference());
    }
  }

  public Proof {
    stricter = Collections.unmodifiableMap(new LinkedHashMap<>(stricter));
    coverage = Collections.unmodifiableMap(new LinkedHashMap<>(coverage));
    engines = Collections.unmodifiableMap(new LinkedHashMap<>(engines));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("judge", judge);
    json.put("agreement", agreement.jsonName());
    json.put("rows", rows);
    json.put("refusals", refusals);
    json.put("stricter", stricter);
    json.put("coverage", coverage);
    raw.ifPresent(
        compared -> {
          Map<String, Object> facts = new LinkedHashMap<>();
          facts.put("rows", compared.rows());
          facts.put("agreement", compared.agreement().jsonName());
          json.put("raw", facts);
        });
    json.put("engines", enginesJson());
    return json;
  }

  private Map<String, Object> enginesJson() {
    Map<String, Object> proved = new LinkedHashMap<>();
    engines.forEach(
        (name, engine) -> {
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("rows", engine.rows());
          json.put("max_ulps", engine.maxUlps());
          json.put("max_difference", engine.maxDifference());
          proved.put(name, json);
        });
    return proved;
  }

  static Proof read(Fields fields) {
    return fields.within(
        () ->
            new Proof(
                fields.string("judge"),
                Agreement.of(fields.string("agreement")),
                count(fields, "rows"),
                count(fields, "refusals"),
                stricter(fields.object("stricter")),
                coverage(fields.object("coverage")),
                fields.has("raw") ? Optional.of(raw(fields.object("raw"))) : Optional.empty(),
                engines(fields.object("engines"))));
  }

  private static Map<String, Integer> stricter(Fields fields) {
    Map<String, Integer> stricter = new LinkedHashMap<>();
    fields.names().forEach(name -> stricter.put(name, count(fields, name)));
    return stricter;
  }

  private static Map<String, Object> coverage(Fields fields) {
    Map<String, Object> coverage = new LinkedHashMap<>();
    fields.names().forEach(name -> coverage.put(name, fields.map().get(name)));
    return coverage;
  }

  private static Raw raw(Fields fields) {
    return new Raw(count(fields, "rows"), Agreement.of(fields.string("agreement")));
  }

  private static Map<String, OfEngine> engines(Fields fields) {
    Map<String, OfEngine> engines = new LinkedHashMap<>();
    for (String name : fields.names()) {
      Fields engine = fields.object(name);
      engines.put(
          name,
          new OfEngine(
              count(engine, "rows"), engine.integer("max_ulps"), engine.number("max_difference")));
    }
    return engines;
  }

  private static int count(Fields fields, String name) {
    long count = fields.integer(name);
    if (count < 0 || count > Integer.MAX_VALUE) {
      throw new BadModelException(name + ": expected a number of rows, got " + count);
    }
    return (int) count;
  }
}
