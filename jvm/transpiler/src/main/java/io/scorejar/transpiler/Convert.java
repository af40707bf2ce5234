package io.scorejar.transpiler;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes PMML of a pickled PMMLPipeline: {@code --pipeline P --pmml OUT [--columns C.json]}; prints
 * {@code {"pmml": path, "sha256": …}}.
 *
 * <p>The inputs of the PMML are all the active fields of the pipeline, in their order. {@code
 * --columns} tells of them what the converter cannot know: {@link ColumnRules}.
 *
 * <p>It calls the converter as sklearn2pmml's own main program does, but neither stops working on a
 * date nor posts failures to the converter's maker. The same pipeline gives the same bytes.
 */
public final class Convert {

  static final List<String> OPTIONS = List.of("--pipeline", "--pmml", "--columns");

  private Convert() {}

  /** Runs the program; {@link Program} says how it ends. */
  public static void main(String[] arguments) {
    Program.main(arguments, OPTIONS, Convert::run);
  }

  static Map<String, Object> run(Arguments arguments) {
    Map<String, ColumnRules> columns =
        arguments.optional("--columns").map(Path::of).map(ColumnRules::read).orElse(Map.of());
    byte[] xml = Converter.pmml(arguments.path("--pipeline"), columns);
    Arguments.write(arguments.path("--pmml"), xml);
    return Map.of("pmml", arguments.required("--pmml"), "sha256", Bytes.of(xml).sha256());
  }
}
