package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JarContentsTest {

  private static final byte[] JAR = TestModel.jar("credit", 7, 1);

  @TempDir Path folder;

  private static String refused(byte[] jar) {
    return assertThrows(BadModelException.class, () -> JarContents.of(jar)).getMessage();
  }

  /** A sealed jar of any entries at all. */
  private static byte[] sealed(Map<String, byte[]> entries) {
    return JarPackage.sealed(JarPackage.zip(entries));
  }

  private static Map<String, byte[]> goodEntries() {
    JarContents contents = JarContents.of(JAR);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    contents.names().forEach(name -> entries.put(name, contents.required(name)));
    return entries;
  }

  @Test
  void aJarComesBackAsItWasWritten() {
    JarContents contents = JarContents.of(JAR);
    assertEquals(
        TestModel.manifest("credit", 7, TestModel.schema(), "linear", "named"),
        contents.manifest());
    assertEquals(TestModel.evidence(TestModel.schema(), 1), contents.evidence());
    assertArrayEquals(
        TestModel.entries(1).get(LinearEngine.ENTRY), contents.entry(LinearEngine.ENTRY).get());
    assertTrue(contents.entry("nothing").isEmpty());
    assertTrue(contents.digest().matches("[0-9a-f]{64}"));
  }

  @Test
  void everyFlippedBitOfAJarIsRefused() {
    for (int at = 0; at < JAR.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = JAR.clone();
        flipped[at] ^= (byte) (1 << bit);
        refused(flipped);
      }
    }
  }

  @Test
  void aJarCutAtAnyLengthIsRefused() {
    for (int length = 0; length < JAR.length; length++) {
      refused(Arrays.copyOf(JAR, length));
    }
  }

  @Test
  void aJarWithAnythingBehindItIsRefused() {
    refused(Arrays.copyOf(JAR, JAR.length + 1));
    refused(Arrays.copyOf(JAR, JAR.length + 64));
  }

  @Test
  void whatIsNoZipIsCalledSo() {
    assertEquals("expected a jar (ZIP), got 0 bytes of something else", refused(new byte[0]));
    assertEquals(
        "expected a jar (ZIP), got 5 bytes of something else",
        refused("hello".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aForeignZipIsCalledSo() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("a"));
    }
    assertEquals(
        "expected a SHA-256 at the end of the file, got none:"
            + " it was cut off, or is a jar of another kind",
        refused(bytes.toByteArray()));
  }

  @Test
  void aChangedJarTellsBothDigests() {
    byte[] flipped = JAR.clone();
    flipped[40] ^= 1;
    assertTrue(
        refused(flipped)
            .matches(
                "expected content with SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}: it was changed"));
  }

  @Test
  void aJarWithoutAManifestIsRefused() {
    Map<String, byte[]> entries = goodEntries();
    entries.remove(Manifest.ENTRY);
    assertEquals(
        "expected an entry META-INF/scorejar/model.json, got none", refused(sealed(entries)));
  }

  @Test
  void aJarWithoutEvidenceIsRefused() {
    Map<String, byte[]> entries = goodEntries();
    entries.remove(Evidence.ENTRY);
    JarContents contents = JarContents.of(sealed(entries));
    assertEquals(
        "expected an entry META-INF/scorejar/evidence.json, got none",
        assertThrows(BadModelException.class, contents::evidence).getMessage());
    String empty =
        "{\"inputs\":[\"age\",\"job\"],\"outputs\":[\"score\"],\"rows\":[],\"answers\":[]}";
    entries.put(Evidence.ENTRY, empty.getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "META-INF/scorejar/evidence.json: expected rows with answers, got none",
        assertThrows(BadModelException.class, JarContents.of(sealed(entries))::evidence)
            .getMessage());
  }

  @Test
  void namesThatLeadOutOfTheJarAreRefused() {
    for (String name : new String[] {"../evil", "a/../../b", "/etc/x", "C:x", "a\\b", ".."}) {
      Map<String, byte[]> entries = goodEntries();
      entries.put(name, new byte[1]);
      assertEquals(
          "expected entries with names inside the jar, got '" + name + "'",
          refused(sealed(entries)));
    }
  }

  @Test
  void anEntryThatStandsThereTwiceIsRefused() {
    Map<String, byte[]> entries = goodEntries();
    entries.put("twin/a", new byte[1]);
    entries.put("twin/b", new byte[1]);
    byte[] zip = JarPackage.zip(entries);
    for (int i = 0; i < zip.length - 6; i++) {
      if (new String(zip, i, 6, StandardCharsets.ISO_8859_1).equals("twin/b")) {
        zip[i + 5] = 'a';
      }
    }
    assertEquals("expected each entry once, got 'twin/a' twice", refused(JarPackage.sealed(zip)));
  }

  @Test
  void entriesThatTheListDoesNotTellAreRefused() {
    byte[] zip = JarPackage.zip(goodEntries());
    zip[zip.length - JarContents.DIGEST_LENGTH - 22 + 10]++;
    assertEquals(
        "expected a jar that lists its 5 entries, got another", refused(JarPackage.sealed(zip)));
  }

  @Test
  void aJarThatUnpacksToTooMuchIsRefused() {
    Map<String, byte[]> entries = goodEntries();
    entries.put("bomb", new byte[1 << 20]);
    byte[] jar = sealed(entries);
    assertTrue(jar.length < 10_000);
    assertEquals(
        "expected less than 1000000 bytes when unpacked, got more",
        assertThrows(BadModelException.class, () -> JarContents.of(jar, 1_000_000)).getMessage());
  }

  @Test
  void aBrokenStreamUnderAGoodDigestIsRefused() {
    byte[] zip = JarPackage.zip(goodEntries());
    Arrays.fill(zip, 60, 200, (byte) 0xff);
    assertTrue(
        refused(JarPackage.sealed(zip))
            .startsWith("expected a jar (ZIP), got one that does not unpack: "));
  }

  @Test
  void errorsOfFilesBeginWithThePath() throws IOException {
    Path absent = folder.resolve("absent.jar");
    assertEquals(
        absent + ": expected a jar, got no such file",
        assertThrows(BadModelException.class, () -> JarContents.read(absent)).getMessage());
    assertEquals(
        folder + ": expected a jar, got something that is not a file",
        assertThrows(BadModelException.class, () -> JarContents.read(folder)).getMessage());
    Path text = Files.writeString(folder.resolve("text.jar"), "hello");
    assertEquals(
        text + ": expected a jar (ZIP), got 5 bytes of something else",
        assertThrows(BadModelException.class, () -> JarContents.read(text)).getMessage());
  }

  @Test
  void aRunTimeInTheJarIsNotSeenThroughItsLoader() throws IOException, ClassNotFoundException {
    Map<String, byte[]> entries = goodEntries();
    String[] brought = {
      "io/scorejar/ScorerJar.class",
      "META-INF/versions/25/io/scorejar/kernel/WideLanes.class",
      "META-INF/services/io.scorejar.EngineProvider",
    };
    for (String name : brought) {
      entries.put(name, new byte[1]);
    }
    entries.put("io/scorejar/generated/m0/Model.data", new byte[] {7});
    ClassLoader parent = getClass().getClassLoader();
    ClassLoader loader = JarContents.of(sealed(entries)).classLoader(parent);
    assertSame(ScorerJar.class, loader.loadClass("io.scorejar.ScorerJar"));
    for (String name : brought) {
      assertEquals(parent.getResource(name), loader.getResource(name));
    }
    try (InputStream in = loader.getResourceAsStream("io/scorejar/generated/m0/Model.data")) {
      assertArrayEquals(new byte[] {7}, in.readAllBytes());
    }
  }
}
