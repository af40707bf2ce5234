package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {

  @TempDir Path folder;
  private String jar;
  private String out;
  private String err;

  @BeforeEach
  void publish() {
    jar = TestModel.publish(folder, 7).toString();
  }

  private int run(String... arguments) {
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    int code =
        Main.run(
            List.of(arguments),
            new PrintStream(outBytes, true, StandardCharsets.UTF_8),
            new PrintStream(errBytes, true, StandardCharsets.UTF_8));
    out = outBytes.toString(StandardCharsets.UTF_8);
    err = errBytes.toString(StandardCharsets.UTF_8).strip();
    return code;
  }

  private String csv(String text) throws IOException {
    return Files.writeString(folder.resolve("rows.csv"), text).toString();
  }

  @Test
  void aFileIsScoredRowByRow() throws IOException {
    String rows = csv("\uFEFFid,job,age\r\n1,nurse,11\n\n2,,\n3,\"clerk\",-inf\n4,clerk,1e1\n");
    assertEquals(0, run("score", jar, rows, "--engine", "named"), err);
    assertEquals("score,label\n19.0,high\n7.0,low\n-Infinity,low\n17.0,high\n", out);
  }

  @Test
  void aWrongRowEndsWithCodeFour() throws IOException {
    assertEquals(4, run("score", jar, csv("age,job\n1,nurse\nabc,nurse\n")));
    assertEquals("error: age: expected double, got 'abc' (row 1)", err);
    assertEquals("score,label\n9.0,low\n", out);
    assertEquals(4, run("score", jar, csv("age,job\n1,pilot\n")));
    assertEquals("error: job: expected one of 'clerk', 'nurse', got 'pilot' (row 0)", err);
    assertEquals(4, run("score", jar, csv("age,job\n0x1p3,clerk\n")));
    assertEquals("error: age: expected double, got '0x1p3' (row 0)", err);
  }

  @Test
  void aFileThatIsNoTableEndsWithCodeFour() throws IOException {
    String rows = csv("age\n1\n");
    assertEquals(4, run("score", jar, rows));
    assertEquals("error: " + rows + ": expected a column 'job', got none", err);
    csv("");
    assertEquals(4, run("score", jar, rows));
    assertEquals("error: " + rows + ": expected a header line, got an empty file", err);
    csv("age,job\n1,nurse\n1,2,3\n");
    assertEquals(4, run("score", jar, rows));
    assertEquals("error: " + rows + ": expected 2 cells, got 3 (row 1)", err);
    csv("age,job\n1,\"nurse\n");
    assertEquals(4, run("score", jar, rows));
    assertEquals("error: " + rows + ": expected a closing quote, got the end (row 0)", err);
    Files.write(Path.of(rows), new byte[] {'a', (byte) 0xe9, '\n'});
    assertEquals(4, run("score", jar, rows));
    assertEquals("error: " + rows + ": expected UTF-8, got other bytes (row 0)", err);
    csv("age,job\n1,\"nurse\"x\n");
    assertEquals(4, run("score", jar, rows));
    assertEquals("error: " + rows + ": expected a comma after a quoted cell, got 'x' (row 0)", err);
  }

  @Test
  void aBadJarEndsWithCodeThree() throws IOException {
    String junk = Files.writeString(folder.resolve("junk.jar"), "junk").toString();
    for (String command : new String[] {"inspect", "verify"}) {
      assertEquals(3, run(command, junk));
      assertEquals("error: " + junk + ": expected a jar (ZIP), got 4 bytes of something else", err);
    }
    assertEquals(3, run("verify", jar, "--engine", "turbo"));
  }

  @Test
  void inspectingPrintsTheManifest() {
    assertEquals(0, run("inspect", jar));
    Manifest manifest = Manifest.read(out.strip().getBytes(StandardCharsets.UTF_8));
    assertEquals(7, manifest.version());
  }

  @Test
  void verifyingTellsTheLargestDifference() {
    assertEquals(0, run("verify", jar));
    assertEquals("credit 7 (linear): 2 rows agree, differing by at most 0 ulps\n", out);
  }

  @Test
  void wrongUsageEndsWithCodeTwo() {
    assertEquals(2, run());
    assertEquals(
        "error: expected score JAR ROWS.csv, inspect JAR or verify JAR, and perhaps --engine"
            + " NAME, got []",
        err);
    assertEquals(2, run("score", jar));
    assertEquals(2, run("inspect", jar, "--engine"));
    assertEquals("error: --engine: expected a value, got none", err);
    assertEquals(2, run("inspect", folder + "/absent.jar"));
    assertEquals(
        "error: " + folder + "/absent.jar: expected a file that can be read, got none", err);
    assertTrue(out.isEmpty());
  }

  @Test
  void cellsWithCommasAndQuotesComeBackQuoted() throws IOException {
    StringWriter writer = new StringWriter();
    Csv.write(writer, Arrays.asList("a,b", "say \"x\"", null, 1.5, "plain"));
    assertEquals("\"a,b\",\"say \"\"x\"\"\",,1.5,plain\n", writer.toString());
    Csv csv = Csv.read("x", new StringReader("a\n" + "\"line\none, \"\"two\"\"\"\n"));
    assertEquals(List.of("line\none, \"two\""), csv.next());
    assertEquals(null, csv.next());
  }
}
