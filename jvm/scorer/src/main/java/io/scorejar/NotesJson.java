package io.scorejar;

import io.scorejar.internal.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads and writes the fields of {@code evidence.json} that are notes. */
final class NotesJson {

  private NotesJson() {}

  static void write(Notes notes, Map<String, Object> json) {
    if (!notes.refusals().isEmpty()) {
      Map<String, Object> refusals = new LinkedHashMap<>();
      notes.refusals().forEach((row, said) -> refusals.put(String.valueOf(row), said));
      json.put("refusals", refusals);
    }
    if (!notes.kinds().isEmpty()) {
      json.put("kinds", notes.kinds());
    }
    if (!notes.raw().isEmpty()) {
      Map<String, Object> raw = new LinkedHashMap<>();
      notes
          .raw()
          .forEach((name, numbers) -> raw.put(name, numbers.stream().map(Json::value).toList()));
      json.put("raw", raw);
    }
    notes.agreement().ifPresent(agreement -> json.put("agreement", agreement.jsonName()));
    if (!notes.coverage().isEmpty()) {
      json.put("coverage", notes.coverage());
    }
  }

  /**
   * The notes of evidence.
   *
   * @param evidence as it is without them
   */
  static Notes read(Fields fields, Evidence evidence) {
    return new Notes(
        fields.has("refusals") ? refusals(fields.texts("refusals"), evidence) : new TreeMap<>(),
        fields.has("kinds") ? kinds(fields.strings("kinds"), evidence.size()) : List.of(),
        fields.has("raw") ? raw(fields.object("raw"), evidence.size()) : Map.of(),
        fields.has("agreement")
            ? Optional.of(fields.within(() -> Agreement.of(fields.string("agreement"))))
            : Optional.empty(),
        fields.has("coverage") ? coverage(fields.object("coverage")) : Map.of());
  }

  private static SortedMap<Integer, String> refusals(Map<String, String> json, Evidence evidence) {
    SortedMap<Integer, String> refusals = new TreeMap<>();
    json.forEach((row, said) -> refusals.put(refused(row, evidence), said));
    return refusals;
  }

  private static int refused(String row, Evidence evidence) {
    try {
      int number = Integer.parseInt(row);
      if (evidence.answered() && evidence.answers().get(number) == null) {
        return number;
      }
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // No row at all: told as any other that was not refused.
    }
    throw new BadModelException(
        "evidence.json.refusals: expected the number of a row without an answer, got '"
            + row
            + "'");
  }

  private static List<String> kinds(List<String> kinds, int rows) {
    requireOnePerRow("kinds", kinds.size(), rows);
    return kinds;
  }

  private static Map<String, List<Double>> raw(Fields fields, int rows) {
    Map<String, List<Double>> raw = new LinkedHashMap<>();
    for (String name : fields.names()) {
      List<Double> numbers = new ArrayList<>();
      for (Object item : fields.list(name)) {
        numbers.add(number(name, item));
      }
      requireOnePerRow("raw." + name, numbers.size(), rows);
      raw.put(name, numbers);
    }
    return raw;
  }

  private static Double number(String name, Object item) {
    Object value = EvidenceJson.infinity(item);
    if (value == null || value instanceof Number) {
      return value == null ? null : (Double) ((Number) value).doubleValue();
    }
    throw new BadModelException(
        "evidence.json.raw." + name + ": expected numbers, got " + Values.shown(item));
  }

  private static Map<String, Object> coverage(Fields fields) {
    Map<String, Object> coverage = new LinkedHashMap<>();
    fields.names().forEach(name -> coverage.put(name, fields.map().get(name)));
    return coverage;
  }

  private static void requireOnePerRow(String what, int got, int rows) {
    if (got != rows) {
      throw new BadModelException(
          "evidence.json." + what + ": expected " + rows + ", one per row, got " + got);
    }
  }
}
