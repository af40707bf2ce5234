package io.scorejar.transpiler;

import io.scorejar.BadModelException;
import io.scorejar.InvalidRowException;
import io.scorejar.internal.Json;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;

/**
 * How a program of this module ends: a JSON object on standard output and exit code 0, or a last
 * line {@code error: …} on standard error and the code of its family, which are those of the {@code
 * scorejar} command: 2 wrong usage, 3 the model is wrong, 4 a row is wrong, 1 our own fault.
 */
final class Program {

  /** What a program does. */
  interface Work {

    /** The object to be printed. */
    Map<String, Object> run(Arguments arguments);
  }

  static final int WRONG_USAGE = 2;

  private Program() {}

  /** Runs a program to its end and leaves the JVM, whatever threads there are. */
  static void main(String[] arguments, List<String> options, Work work) {
    // JPMML's libraries log through java.util.logging; standard error is for our own words.
    LogManager.getLogManager().reset();
    System.exit(run(arguments, options, work, System.out, System.err));
  }

  /** Runs a program and returns its exit code. */
  static int run(
      String[] arguments, List<String> options, Work work, PrintStream out, PrintStream err) {
    try {
      byte[] json =
          Json.write(work.run(Arguments.of(arguments, options))).getBytes(StandardCharsets.UTF_8);
      out.write(json, 0, json.length);
      out.println();
      // A full disk is no exception to a PrintStream.
      return out.checkError()
          ? failed(WRONG_USAGE, "expected a standard output that takes the answer", err)
          : 0;
    } catch (UsageException e) {
      return failed(WRONG_USAGE, e.getMessage(), err);
    } catch (BadModelException e) {
      return failed(3, e.getMessage(), err);
    } catch (InvalidRowException e) {
      return failed(4, e.getMessage(), err);
    } catch (OutOfMemoryError e) {
      return failed(1, "this takes more memory than the JVM has: " + e.getMessage(), err);
    } catch (RuntimeException | Error e) {
      e.printStackTrace(err);
      return failed(1, "this is a fault of ours: " + e, err);
    }
  }

  private static int failed(int code, String message, PrintStream err) {
    byte[] line = ("error: " + oneLine(message) + "\n").getBytes(StandardCharsets.UTF_8);
    err.write(line, 0, line.length);
    err.flush();
    return code;
  }

  private static String oneLine(String message) {
    return String.valueOf(message).replaceAll("\\s*\\R\\s*", " ");
  }
}
