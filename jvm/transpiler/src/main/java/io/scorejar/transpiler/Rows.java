package io.scorejar.transpiler;

import io.scorejar.Evidence;
import io.scorejar.Input;
import io.scorejar.internal.Json;
import io.scorejar.transpiler.rows.HurtingRows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes rows that hurt a model.
 *
 * <p>{@code --pmml F --out ROWS.json [--real R.json] [--seed N] [--most 10000]}; writes {@code
 * {"inputs": [names], "rows": [[values]], "kinds": [one per row]}} with values as in evidence, and
 * prints {@code {"coverage": …}}. {@code --real} names evidence of real rows, with or without
 * answers: they come first, and the rows that are made resemble them.
 */
public final class Rows {

  static final List<String> OPTIONS = List.of("--pmml", "--out", "--real", "--seed", "--most");

  private static final int MOST = 10_000;

  private Rows() {}

  /** Runs the program; {@link Program} says how it ends. */
  public static void main(String[] arguments) {
    Program.main(arguments, OPTIONS, Rows::run);
  }

  static Map<String, Object> run(Arguments arguments) {
    Path out = arguments.path("--out");
    int most = (int) Math.min(Integer.MAX_VALUE, arguments.number("--most", MOST));
    if (most < 1) {
      throw new UsageException("--most: expected at least one row, got " + most);
    }
    Model model = Model.read(arguments.path("--pmml"));
    Optional<String> real = arguments.optional("--real");
    Evidence given =
        real.isPresent()
            ? Evidence.read(Arguments.content(Path.of(real.get())), model.schema())
            : new Evidence(model.schema(), List.of(), List.of(), List.of());
    HurtingRows made = of(model, given, arguments.number("--seed", 0), most);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("inputs", model.schema().inputs().stream().map(Input::name).toList());
    json.put("rows", written(made.rows()));
    json.put("kinds", made.kinds());
    Arguments.write(out, Json.write(json).getBytes(StandardCharsets.UTF_8));
    return Map.of("coverage", made.coverage().toJson());
  }

  /** The rows of a model; real ones, of which there may be none, come first. */
  static HurtingRows of(Model model, Evidence real, long seed, int most) {
    return HurtingRows.of(model.pmml(), model.evaluator(), model.schema(), real.rows(), seed, most);
  }

  private static List<List<Object>> written(List<List<Object>> rows) {
    List<List<Object>> json = new ArrayList<>();
    for (List<Object> row : rows) {
      List<Object> values = new ArrayList<>();
      row.forEach(value -> values.add(Json.value(value)));
      json.add(values);
    }
    return json;
  }
}
