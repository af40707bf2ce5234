package io.scorejar;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The verdict on a jar's engines when it was made: each answered all rows of the evidence as the
 * judge did. Immutable.
 *
 * @param judge who gave the expected answers: {@code pipeline}, {@code file} or {@code interpreter}
 * @param rows how many rows of evidence there were
 * @param agreement what counted as equal
 * @param engines the engines that were proved
 */
public record Proof(String judge, int rows, Agreement agreement, Map<String, OfEngine> engines) {

  /**
   * How one engine did.
   *
   * @param rows how many rows it was asked
   * @param maxDifference the largest difference of a number, as {@link Agreement#difference} has it
   */
  public record OfEngine(int rows, double maxDifference) {}

  public Proof {
    engines = Collections.unmodifiableMap(new LinkedHashMap<>(engines));
  }

  Map<String, Object> toJson() {
    Map<String, Object> proved = new LinkedHashMap<>();
    engines.forEach(
        (name, engine) -> {
          Map<String, Object> json = new LinkedHashMap<>();
          json.put("rows", engine.rows());
          json.put("max_difference", engine.maxDifference());
          proved.put(name, json);
        });
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("judge", judge);
    json.put("rows", rows);
    json.put("tolerance", agreement.tolerance());
    json.put("engines", proved);
    return json;
  }

  static Proof read(Fields fields) {
    Map<String, OfEngine> engines = new LinkedHashMap<>();
    Fields proved = fields.object("engines");
    for (String name : proved.names()) {
      Fields engine = proved.object(name);
      engines.put(
          name, new OfEngine(rows(engine.integer("rows")), engine.number("max_difference")));
    }
    return new Proof(
        fields.string("judge"),
        rows(fields.integer("rows")),
        Agreement.of(fields.number("tolerance")),
        engines);
  }

  private static int rows(long rows) {
    if (rows < 0 || rows > Integer.MAX_VALUE) {
      throw new BadModelException("proof: expected a number of rows, got " + rows);
    }
    return (int) rows;
  }
}
