package io.scorejar.transpiler;

import java.util.List;
import java.util.Map;

/** Tells the schema of a PMML file: {@code --pmml F}; prints {@code {"schema": …}}. */
public final class Describe {

  private Describe() {}

  /** Runs the program; {@link Program} says how it ends. */
  public static void main(String[] arguments) {
    Program.main(arguments, List.of("--pmml"), Describe::run);
  }

  static Map<String, Object> run(Arguments arguments) {
    return Map.of("schema", Model.read(arguments.path("--pmml")).schema().toJson());
  }
}
