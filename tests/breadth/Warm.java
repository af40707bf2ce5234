package io.scorejar.transpiler;

import io.scorejar.internal.Json;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.LogManager;

/**
 * Runs the programs of this package one after the other in one JVM, for the breadth suite: each
 * line of standard input is {@code {"main": class, "arguments": […]}}, each line of standard output
 * {@code {"code": exit code, "out": …, "err": …}} of the same {@code run} that the program's own
 * {@code main} calls. It ends with standard input.
 */
public final class Warm {

  private static final Map<String, Method> PROGRAMS = new HashMap<>();

  private Warm() {}

  public static void main(String[] none) throws IOException {
    LogManager.getLogManager().reset();
    PrintStream answers = System.out;
    System.setOut(System.err);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      byte[] answer = Json.write(answer(line)).getBytes(StandardCharsets.UTF_8);
      answers.write(answer, 0, answer.length);
      answers.write('\n');
      answers.flush();
    }
  }

  private static Map<String, Object> answer(String line) {
    Map<?, ?> request = (Map<?, ?>) Json.read(line);
    List<?> asked = (List<?>) request.get("arguments");
    String[] arguments = asked.stream().map(String::valueOf).toArray(String[]::new);
    List<String> options = new ArrayList<>();
    for (int i = 0; i < arguments.length; i += 2) {
      options.add(arguments[i]);
    }
    Method program =
        PROGRAMS.computeIfAbsent(String.valueOf(request.get("main")), Warm::program);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Program.run(
            arguments,
            options,
            given -> run(program, given),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return Map.of(
        "code", code,
        "out", out.toString(StandardCharsets.UTF_8),
        "err", err.toString(StandardCharsets.UTF_8));
  }

  private static Method program(String name) {
    try {
      Method run = Class.forName(name).getDeclaredMethod("run", Arguments.class);
      run.setAccessible(true);
      return run;
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(name + ": expected a program of this package", e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> run(Method program, Arguments arguments) {
    try {
      return (Map<String, Object>) program.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
