package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassPathJarTest {

  @TempDir Path folder;

  private static URLClassLoader loader(Path... places) throws MalformedURLException {
    URL[] urls = new URL[places.length];
    for (int i = 0; i < places.length; i++) {
      urls[i] = places[i].toUri().toURL();
    }
    return new URLClassLoader(urls, ClassPathJarTest.class.getClassLoader());
  }

  private static String refused(Path... places) throws IOException {
    try (URLClassLoader loader = loader(places)) {
      return assertThrows(BadModelException.class, () -> ClassPathJar.open(loader)).getMessage();
    }
  }

  @Test
  void theOneModelJarOnTheClassPathOpens() throws IOException {
    Path path = TestModel.publish(folder, 7);
    try (URLClassLoader loader = loader(path);
        ScorerJar jar = ClassPathJar.open(loader)) {
      assertEquals("credit 7 (linear)", jar.toString());
      assertEquals(10.0, jar.scorer().score(Map.of("age", 2.0, "job", "nurse")).get("score"));
      assertEquals(JarContents.read(path).digest(), jar.digest());
    }
  }

  @Test
  void noModelJarAndMoreThanOneAreRefusedByName() throws IOException {
    assertEquals("expected one model jar on the class path, got none", refused());
    String two = refused(TestModel.publish(folder, 7), TestModel.publish(folder, 8));
    assertTrue(two.startsWith("expected one model jar on the class path, got 2: ["), two);
    assertTrue(two.contains("7.jar") && two.contains("8.jar"), two);
  }

  @Test
  void aJarThatWasPackedOnceMoreIsRefused() throws IOException {
    Path path = folder.resolve("packed.jar");
    byte[] json = TestModel.manifest("credit", 7, TestModel.schema(), "linear").write();
    Files.write(path, JarPackage.zip(Map.of(Manifest.ENTRY, json)));
    String message = refused(path);
    assertTrue(message.startsWith("file:") && message.contains("packed.jar: expected"), message);
  }

  @Test
  void aFolderIsRefused() throws IOException {
    Path entry = folder.resolve(Manifest.ENTRY);
    Files.createDirectories(entry.getParent());
    Files.writeString(entry, "{}");
    assertTrue(refused(folder).startsWith("expected a model jar on the class path, got a folder"));
  }
}
