package io.scorejar.bridge;

import io.scorejar.InvalidRowException;
import io.scorejar.ScorerJar;
import io.scorejar.internal.Json;
import io.scorejar.internal.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scores rows that come as JSON: {@code {"rows": [{"age": 31.5}, ...]}}. */
final class NamedRows {

  private NamedRows() {}

  /**
   * Answers {@code {"version": 7, "rows": [{...}, ...]}}; missing answers are null, dates ISO
   * strings, infinities the strings {@code "Infinity"} and {@code "-Infinity"}.
   *
   * @throws InvalidRowException naming the first wrong row
   */
  static Map<String, Object> score(ScorerJar jar, String json) {
    List<Map<String, Object>> answers = new ArrayList<>();
    for (Object row : rows(json)) {
      try {
        answers.add(answer(jar, row));
      } catch (InvalidRowException e) {
        throw e.at(answers.size());
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("version", jar.version());
    answer.put("rows", answers);
    return answer;
  }

  private static List<?> rows(String json) {
    try {
      if (Json.read(json) instanceof Map<?, ?> map && map.get("rows") instanceof List<?> rows) {
        return rows;
      }
      throw new InvalidRowException("body: expected an object with a list of rows");
    } catch (JsonException e) {
      throw new InvalidRowException("body: " + e.getMessage());
    }
  }

  private static Map<String, Object> answer(ScorerJar jar, Object row) {
    if (!(row instanceof Map<?, ?>)) {
      throw new InvalidRowException("row: expected an object");
    }
    @SuppressWarnings("unchecked") // The reader makes maps of nothing else.
    Map<String, Object> named = (Map<String, Object>) row;
    Map<String, Object> answer = jar.scorer().score(named);
    if (jar.drift() != null) {
      jar.drift().note(named, answer);
    }
    answer.replaceAll((name, value) -> Json.value(value));
    return answer;
  }
}
