package io.scorejar.transpiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.scorejar.BadModelException;
import io.scorejar.InvalidRowException;
import io.scorejar.transpiler.Programs.End;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgramTest {

  private static final List<String> OPTIONS = List.of("--pmml", "--out");

  private static End run(Program.Work work, String... arguments) {
    return Programs.run(OPTIONS, work, arguments);
  }

  private static Map<String, Object> fail(RuntimeException e) {
    throw e;
  }

  @Test
  void what_a_program_returns_is_printed_as_json() {
    End end = run(arguments -> Map.of("out", arguments.required("--out")), "--out", "ä.jar");
    assertEquals(new End(0, Map.of("out", "ä.jar"), ""), end);
  }

  @Test
  void each_family_of_errors_has_its_exit_code() {
    assertEquals(
        new End(2, Map.of(), "error: wrong option"),
        run(arguments -> fail(new UsageException("wrong option"))));
    assertEquals(
        new End(3, Map.of(), "error: wrong model"),
        run(arguments -> fail(new BadModelException("wrong model"))));
    assertEquals(
        new End(4, Map.of(), "error: wrong row"),
        run(arguments -> fail(new InvalidRowException("wrong row"))));
    assertEquals(
        new End(1, Map.of(), "error: this is a fault of ours: java.lang.IllegalStateException: oh"),
        run(arguments -> fail(new IllegalStateException("oh"))));
  }

  @Test
  void an_error_is_one_line() {
    assertEquals(
        "error: expected one line, got three",
        run(arguments -> fail(new BadModelException("expected one\n  line,\r\ngot three")))
            .error());
  }

  @Test
  void an_unknown_option_is_refused() {
    assertEquals(
        new End(2, Map.of(), "error: expected one of --pmml, --out, got '--lean'"),
        run(arguments -> Map.of(), "--lean"));
  }

  @Test
  void an_option_without_a_value_is_refused() {
    assertEquals(
        new End(2, Map.of(), "error: --out: expected a value, got none"),
        run(arguments -> Map.of(), "--out"));
    assertEquals(
        "error: --pmml: expected a value, got none",
        run(arguments -> Map.of("pmml", arguments.required("--pmml"))).error());
  }

  @Test
  void a_value_of_another_kind_is_refused() {
    assertEquals(
        "error: --out: expected a whole number, got 'seven'",
        run(arguments -> Map.of("out", arguments.number("--out")), "--out", "seven").error());
    assertEquals(
        "error: --out: expected one of a, b, got 'c'",
        run(arguments -> Map.of("out", arguments.choice("--out", List.of("a", "b"))), "--out", "c")
            .error());
  }
}
