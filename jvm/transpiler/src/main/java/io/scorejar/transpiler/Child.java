package io.scorejar.transpiler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of this module that runs in a JVM of its own, by the same Java and class path. */
final class Child {

  private static final String ERROR = "error: ";

  private final Process process;
  private final Path out;
  private final Path err;

  private Child(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts it.
   *
   * @param folder takes what the program prints
   */
  static Child start(Path folder, Class<?> main, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Child(process, out, err);
  }

  /** Waits for its end; one that has not ended within the limit is stopped. */
  boolean ends(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  /**
   * What it printed, once it has ended.
   *
   * @throws UsageException with its own last error, if what is around it is wrong
   * @throws Declined with its own last error, if it failed otherwise
   */
  String answer() throws IOException, Declined {
    if (process.exitValue() == 0) {
      return Files.readString(out);
    }
    // Another program's words, such as those of a JVM that dies, may be in any encoding.
    List<String> lines =
        new String(Files.readAllBytes(err), StandardCharsets.UTF_8).lines().toList();
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).startsWith(ERROR)) {
        throw failure(lines.get(i).substring(ERROR.length()));
      }
    }
    String said = lines.isEmpty() ? "no word of why, as on a full disk" : String.join(" ", lines);
    throw failure("the process that transpiles ended with " + process.exitValue() + ": " + said);
  }

  private Declined failure(String error) {
    if (process.exitValue() == Program.WRONG_USAGE) {
      throw new UsageException(error);
    }
    return new Declined(error);
  }
}
