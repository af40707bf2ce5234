package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JarPackageTest {

  @TempDir Path folder;

  private static Manifest manifest() {
    return TestModel.manifest("credit", 7, TestModel.schema(), "linear");
  }

  private static Evidence evidence() {
    return TestModel.evidence(TestModel.schema(), 1);
  }

  @Test
  void theSameInputsGiveTheSameBytesInEveryTimeZone() {
    TimeZone here = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      byte[] there = JarPackage.bytes(manifest(), evidence(), TestModel.entries(1));
      TimeZone.setDefault(TimeZone.getTimeZone("America/Anchorage"));
      assertArrayEquals(there, JarPackage.bytes(manifest(), evidence(), TestModel.entries(1)));
    } finally {
      TimeZone.setDefault(here);
    }
  }

  @Test
  void otherToolsReadTheJar() throws IOException {
    Path path = folder.resolve("7.jar");
    JarPackage.write(path, manifest(), evidence(), TestModel.entries(1));
    try (JarFile jar = new JarFile(path.toFile())) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertEquals(
          List.of(
              "META-INF/MANIFEST.MF",
              "META-INF/scorejar/model.json",
              "META-INF/scorejar/evidence.json",
              "META-INF/maven/io.scorejar.models/credit/pom.xml",
              "test/linear.json"),
          names);
      assertEquals("1.0", jar.getManifest().getMainAttributes().getValue("Manifest-Version"));
      assertEquals(JarContents.read(path).digest(), jar.getComment());
    }
  }

  @Test
  void anEntryThatIsThereAnywayIsRefused() {
    SortedMap<String, byte[]> entries = TestModel.entries(1);
    entries.put(Manifest.ENTRY, new byte[0]);
    assertEquals(
        "META-INF/scorejar/model.json: expected an entry that is not there yet",
        assertThrows(
                IllegalArgumentException.class,
                () -> JarPackage.bytes(manifest(), evidence(), entries))
            .getMessage());
  }

  @Test
  void evidenceWithoutAnswersIsRefused() {
    Evidence unanswered = new Evidence(TestModel.schema(), List.of(), evidence().rows(), List.of());
    assertThrows(
        IllegalArgumentException.class,
        () -> JarPackage.bytes(manifest(), unanswered, TestModel.entries(1)));
  }

  @Test
  void nothingIsLeftOfAFileThatCannotBeWritten() {
    Path path = folder.resolve("absent/7.jar");
    assertThrows(
        IOException.class,
        () -> JarPackage.write(path, manifest(), evidence(), TestModel.entries(1)));
    assertFalse(Files.exists(path));
  }
}
