package io.scorejar.transpiler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.scorejar.transpiler.Programs.End;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong; that pipelines convert is tested from Python, which makes them. */
final class ConvertTest {

  @TempDir Path folder;

  private End convert(Path pickle) {
    return Programs.run(
        Convert.OPTIONS,
        Convert::run,
        "--pipeline",
        pickle.toString(),
        "--pmml",
        folder.resolve("model.pmml").toString());
  }

  private void refused(int code, String error, Path pickle) {
    assertEquals(new End(code, Map.of(), "error: " + pickle + ": " + error), convert(pickle));
  }

  @Test
  void a_file_that_is_not_there_is_told() {
    refused(2, "expected a readable file, got none", folder.resolve("nowhere.joblib"));
  }

  @Test
  void a_file_that_is_no_pickle_is_refused() throws Exception {
    refused(
        3,
        "expected a pipeline written by joblib or pickle, got a file that is none: invalid memo key",
        Files.writeString(folder.resolve("text.joblib"), "hello world"));
  }

  @Test
  void a_pickle_that_holds_no_pipeline_is_refused() throws Exception {
    // Protocol 2: an empty dict.
    byte[] dict = {(byte) 0x80, 2, '}', '.'};
    refused(
        3,
        "expected a pipeline that converts to PMML, got one that does not: java.util.HashMap is"
            + " not a supported Transformer or Estimator",
        Files.write(folder.resolve("dict.pickle"), dict));
  }

  @Test
  void a_step_that_the_converter_does_not_know_is_named() throws Exception {
    // Protocol 2: an instance of mine.Scaler, made without calling anything.
    byte[] object = "\u0080\u0002cmine\nScaler\n)\u0081}b.".getBytes(ISO_8859_1);
    refused(
        3,
        "expected a pipeline that converts to PMML, got one that does not: mine.Scaler is not a"
            + " supported Transformer or Estimator",
        Files.write(folder.resolve("scaler.pickle"), object));
  }

  @Test
  void types_of_columns_that_are_none_are_refused_before_anything_is_read() throws Exception {
    Path columns = Files.writeString(folder.resolve("c.json"), "{\"name\": {\"type\": \"text\"}}");
    End end =
        Programs.run(
            Convert.OPTIONS,
            Convert::run,
            "--pipeline",
            "p.pickle",
            "--pmml",
            "m.pmml",
            "--columns",
            columns.toString());
    assertEquals(
        new End(
            2,
            Map.of(),
            "error: " + columns + ": expected a type such as double or string, got 'text'"),
        end);
  }
}
