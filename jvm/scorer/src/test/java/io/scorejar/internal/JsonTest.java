package io.scorejar.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {

  @Test
  void valuesComeBackAsTheyWere() {
    String text = "{\"b\":[1,-2.5,true,null],\"a\":{\"x\":\"y\"},\"\":[]}";
    assertEquals(text, Json.write(Json.read(" " + text + "\n")));
  }

  @Test
  void doublesKeepTheirBits() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertEquals(value, Json.read(Json.write(value)));
      }
    }
    assertEquals(-0.0, Json.read("-0"));
    assertEquals(Double.MIN_VALUE, Json.read("4.9E-324"));
  }

  @Test
  void wholeNumbersStayLongs() {
    assertEquals(
        List.of(0L, -7L, 999_999_999_999_999_999L), Json.read("[0,-7,999999999999999999]"));
    assertEquals(1e19, Json.read("10000000000000000000"));
    assertEquals(1.0, Json.read("1.0"));
  }

  @Test
  void stringsKeepEveryCharacter() {
    String text = "\"\\/\b\f\n\r\t\u0000\u001f é 😀 \u2028 \ud800";
    assertEquals(text, Json.read(Json.write(text)));
    assertEquals("é😀/", Json.read("\"\\u00e9\\uD83D\\ude00\\/\""));
    assertEquals("é", Json.read("\"é\"".getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | expected a value, got the end at character 0",
        "{ | expected a name in quotes, got the end at character 1",
        "{\"a\" 1} | expected ':', got '1' at character 5",
        "{\"a\":1,} | expected a name in quotes, got '}' at character 7",
        "[1 2] | expected ',', got '2' at character 3",
        "[1,] | expected a value, got ']' at character 3",
        "01 | expected a number without a leading zero, got '0' at character 0",
        "1. | expected a digit, got the end at character 2",
        "- | expected a digit, got the end at character 1",
        "NaN | expected a value, got 'N' at character 0",
        "nul | expected a value, got 'n' at character 0",
        "1e400 | expected a number within the range of a double, got 1e400",
        "1 2 | expected the end, got '2' at character 2",
        "\"a | expected the end of a string, got the end at character 2",
        "\"\\x\" | expected an escape, got 'x' at character 2",
        "\"\\u12g4\" | expected four hex digits, got 'g' at character 5",
        "{\"a\":1,\"a\":2} | expected each name once, got 'a' twice",
      })
  void whatIsNoJsonIsRefusedWithItsPlace(String text, String message) {
    assertEquals(message, assertThrows(JsonException.class, () -> Json.read(text)).getMessage());
  }

  @Test
  void controlCharactersInStringsAreRefused() {
    assertEquals(
        "expected the end of a string, got U+000A at character 2",
        assertThrows(JsonException.class, () -> Json.read("\"a\n\"")).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void deepNestingIsRefusedBeforeTheStackEnds(String level) {
    assertEquals(
        "expected at most 64 levels, got more at character " + 65 * level.length(),
        assertThrows(JsonException.class, () -> Json.read(level.repeat(1_000_000))).getMessage());
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() {
    byte[] latin = {'"', (byte) 0xe9, '"'};
    assertEquals(
        "expected UTF-8, got other bytes",
        assertThrows(JsonException.class, () -> Json.read(latin)).getMessage());
  }

  @Test
  void whatJsonCannotHoldIsNotWritten() {
    assertEquals(
        "expected a number that JSON can hold, got NaN",
        assertThrows(IllegalArgumentException.class, () -> Json.write(Map.of("a", Double.NaN)))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()));
  }

  @Test
  void valuesOfAnswersHaveAFormInJson() {
    assertEquals(
        "[null,\"-Infinity\",1.5,\"2026-01-31\",null]",
        Json.write(
            Arrays.asList(
                Json.value(Double.NaN),
                Json.value(Double.NEGATIVE_INFINITY),
                Json.value(1.5),
                Json.value(LocalDate.of(2026, 1, 31)),
                Json.value(null))));
  }
}
