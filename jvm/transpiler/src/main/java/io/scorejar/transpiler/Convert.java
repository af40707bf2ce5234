package io.scorejar.transpiler;

import io.scorejar.BadModelException;
import io.scorejar.Type;
import io.scorejar.internal.Json;
import io.scorejar.internal.JsonException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dmg.pmml.DataType;

/**
 * Makes PMML of a pickled PMMLPipeline: {@code --pipeline P --pmml OUT [--columns C.json]}; prints
 * {@code {"pmml": path, "sha256": …}}.
 *
 * <p>The inputs of the PMML are all the active fields of the pipeline, in their order. {@code
 * --columns} names those among them that do not hold numbers, each with a type as docs/jar.md has
 * it, {@code {"name": "string", "joined": "date"}}: they count where the pipeline leaves a column
 * aside, so that the converter cannot know what is in it.
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
    Map<String, DataType> types =
        arguments.optional("--columns").map(Path::of).map(Convert::types).orElse(Map.of());
    byte[] xml = Converter.pmml(arguments.path("--pipeline"), types);
    Arguments.write(arguments.path("--pmml"), xml);
    return Map.of("pmml", arguments.required("--pmml"), "sha256", Bytes.of(xml).sha256());
  }

  private static Map<String, DataType> types(Path file) {
    Map<String, DataType> types = new TreeMap<>();
    try {
      if (!(Json.read(Arguments.content(file)) instanceof Map<?, ?> columns)) {
        throw new UsageException(file + ": expected an object of types by column, got none");
      }
      columns.forEach(
          (name, type) ->
              types.put(
                  name.toString(), DataType.fromValue(Type.of(String.valueOf(type)).pmmlName())));
    } catch (JsonException | BadModelException e) {
      throw new UsageException(file + ": " + e.getMessage(), e);
    }
    return types;
  }
}
