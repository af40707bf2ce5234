package io.scorejar.bridge;

import io.scorejar.InvalidRowException;
import io.scorejar.Scorer;
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
        answers.add(answer(jar.scorer(), row));
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

  private static Map<String, Object> answer(Scorer scorer, Object row) {
    if (!(row instanceof Map<?, ?>)) {
      throw new InvalidRowException("row: expected an object");
    }
    @SuppressWarnings("unchecked") // The reader makes maps of nothing else.
    Map<String, Object> answer = scorer.score((Map<String, Object>) row);
    answer.replaceAll((name, value) -> Json.value(value));
    return answer;
  }
}
