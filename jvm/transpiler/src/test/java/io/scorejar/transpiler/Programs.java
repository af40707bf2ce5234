package io.scorejar.transpiler;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scorejar.internal.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs programs in this process as Python runs them in one of their own. */
final class Programs {

  /**
   * How a program ended.
   *
   * @param json what it printed; empty where it failed
   * @param error its last line on standard error
   */
  record End(int code, Map<?, ?> json, String error) {}

  private Programs() {}

  static End build(String... arguments) {
    return run(Build.OPTIONS, Build::run, arguments);
  }

  static End run(List<String> options, Program.Work work, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Program.run(
            arguments,
            options,
            work,
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8));
    List<String> said = err.toString(UTF_8).lines().toList();
    return new End(
        code,
        code == 0 ? (Map<?, ?>) Json.read(out.toByteArray()) : Map.of(),
        said.isEmpty() ? "" : said.get(said.size() - 1));
  }

  /** A copy of a test resource in a folder, with some of its text replaced. */
  static Path pmml(Path folder, String name, String... replacements) {
    try (InputStream in = Programs.class.getResourceAsStream(name)) {
      String xml = new String(in.readAllBytes(), UTF_8);
      for (int i = 0; i < replacements.length; i += 2) {
        if (!xml.contains(replacements[i])) {
          throw new IllegalArgumentException(name + ": expected to hold " + replacements[i]);
        }
        xml = xml.replace(replacements[i], replacements[i + 1]);
      }
      return Files.writeString(folder.resolve(name), xml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
