package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.internal.AliveLoaders;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JarClassLoaderTest {

  private static final String SERVICE = "META-INF/services/" + ToDoubleFunction.class.getName();
  private static final String PROVIDERS = "META-INF/services/io.scorejar.EngineProvider";

  @TempDir Path scratch;
  private SortedMap<String, byte[]> entries;

  @BeforeEach
  void compile() {
    entries = new TreeMap<>(CompiledClasses.sum(scratch, "1", ""));
    entries.put("model/some words #1?.txt", "hello".getBytes(StandardCharsets.UTF_8));
    entries.put(SERVICE, "model.Sum\n".getBytes(StandardCharsets.UTF_8));
  }

  private ClassLoader loader() {
    return JarContents.of(CompiledClasses.jar(7, 1, entries))
        .classLoader(JarClassLoaderTest.class.getClassLoader());
  }

  private String refusedWith(String members) throws IOException {
    byte[] jar = CompiledClasses.jar(7, 1, CompiledClasses.sum(scratch, "1", members));
    Path path = Files.write(scratch.resolve("7.jar"), jar);
    String message = assertThrows(BadModelException.class, () -> ScorerJar.open(path)).getMessage();
    return message.replace(path + ": ", "");
  }

  @Test
  void classesOfTheJarAreItsOwnAndAllOthersTheParents() throws Exception {
    ClassLoader loader = loader();
    Class<?> sum = loader.loadClass("model.Sum");
    assertSame(loader, sum.getClassLoader());
    assertSame(sum, Class.forName("model.Sum", true, loader));
    assertEquals("model", sum.getPackageName());
    assertEquals("credit-7", loader.getName());
    assertSame(Scorer.class, loader.loadClass("io.scorejar.Scorer"));
    assertThrows(ClassNotFoundException.class, () -> loader.loadClass("model.Nothing"));
  }

  @Test
  void twoLoadersOfAJarShareNoClass() throws Exception {
    assertTrue(loader().loadClass("model.Sum") != loader().loadClass("model.Sum"));
  }

  @Test
  void loadersAreCountedForAsLongAsTheyAreHeld() {
    List<ClassLoader> held = List.of(loader(), loader(), loader());
    int count = AliveLoaders.count();
    assertTrue(count >= held.size());
  }

  @Test
  void resourcesAreFoundWhateverTheirName() throws Exception {
    ClassLoader loader = loader();
    Class<?> sum = loader.loadClass("model.Sum");
    try (InputStream in = sum.getResourceAsStream("some words #1?.txt")) {
      assertEquals("hello", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    URL url = loader.getResource("model/some words #1?.txt");
    assertEquals(5, url.openConnection().getContentLength());
    assertNull(loader.getResource("model/nothing"));
    assertNull(loader.getResource(Evidence.ENTRY));
  }

  @Test
  void servicesOfTheJarHideTheParents() throws IOException {
    ClassLoader loader = loader();
    assertEquals(
        "model.Sum",
        ServiceLoader.load(ToDoubleFunction.class, loader).iterator().next().getClass().getName());
    assertEquals(1, Collections.list(loader.getResources(SERVICE)).size());
    // The library lists its own engine, these tests list theirs.
    assertEquals(2, Collections.list(loader.getResources(PROVIDERS)).size());
  }

  @Test
  void anEngineRunsClassesOfTheJar() throws IOException {
    Path path = Files.write(scratch.resolve("7.jar"), CompiledClasses.jar(7, 1, entries));
    try (ScorerJar jar = ScorerJar.open(path)) {
      assertEquals(42.0, jar.scorer().score(Map.of("age", 41)).get("score"));
    }
  }

  @Test
  void aClassThatBreaksWhileItLoadsIsADefectOfTheJar() throws IOException {
    assertEquals(
        "expected the classes engine to open, got java.lang.StackOverflowError",
        refusedWith("static int deep(int n) { return deep(n + 1) + 1; } static int x = deep(0);"));
    assertEquals(
        "expected the classes engine to open, got java.lang.IllegalStateException: no luck",
        refusedWith("static { if (true) throw new IllegalStateException(\"no luck\"); }"));
  }

  @Test
  void aClassThatLacksAnotherIsADefectOfTheJar() throws IOException {
    entries.remove("model/Sum$Age.class");
    Path path = Files.write(scratch.resolve("7.jar"), CompiledClasses.jar(7, 1, entries));
    assertEquals(
        path
            + ": expected the classes engine to answer its evidence, got 2 of 2 rows otherwise:"
            + " row 0: expected an answer, got an error: credit 7: expected an answer from the"
            + " engine, got java.lang.NoClassDefFoundError: model/Sum$Age",
        assertThrows(BadModelException.class, () -> ScorerJar.open(path)).getMessage());
  }

  @Test
  void bytesThatAreNoClassAreADefectOfTheJar() throws IOException {
    entries.put("model/Sum.class", new byte[] {1, 2, 3});
    Path path = Files.write(scratch.resolve("7.jar"), CompiledClasses.jar(7, 1, entries));
    String message = assertThrows(BadModelException.class, () -> ScorerJar.open(path)).getMessage();
    assertTrue(
        message.startsWith(
            path + ": expected the classes engine to open, got java.lang.ClassFormat"),
        message);
  }
}
