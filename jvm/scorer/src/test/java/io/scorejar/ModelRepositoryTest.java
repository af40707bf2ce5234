package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelRepositoryTest {

  @TempDir Path folder;

  private void put(String... names) throws IOException {
    for (String name : names) {
      Path path = folder.resolve(name);
      Files.createDirectories(path.getParent());
      Files.createFile(path);
    }
  }

  @Test
  void versionsAreNumbersInOrder() throws IOException {
    put("credit/2.jar", "credit/10.jar", "credit/1.jar", "credit/1000000000000000.jar");
    ModelRepository repository = ModelRepository.of(folder);
    List<Long> numbers = repository.versions("credit").stream().map(ModelVersion::number).toList();
    assertEquals(List.of(1L, 2L, 10L, 1_000_000_000_000_000L), numbers);
    assertEquals(
        Optional.of(
            new ModelVersion(
                "credit", 1_000_000_000_000_000L, folder.resolve("credit/1000000000000000.jar"))),
        repository.wanted("credit"));
  }

  @Test
  void namesThatAreNoVersionsAreIgnored() throws IOException {
    put(
        "credit/0.jar",
        "credit/01.jar",
        "credit/-1.jar",
        "credit/1.jar.tmp",
        "credit/.staged",
        "credit/1.JAR",
        "credit/7.html",
        "credit/latest.jar",
        "credit/1000000000000001.jar",
        "credit/99999999999999999999.jar",
        "credit/7.jar/inside",
        "Upper/1.jar",
        ".hidden/1.jar",
        "-x/1.jar",
        "file");
    Files.createDirectories(folder.resolve("empty"));
    ModelRepository repository = ModelRepository.of(folder);
    assertEquals(List.of(), repository.models());
    assertEquals(List.of(), repository.versions("credit"));
    assertEquals(Optional.empty(), repository.wanted("credit"));
    assertEquals(List.of(), repository.versions("absent"));
  }

  @Test
  void modelsAreFoldersWithAVersion() throws IOException {
    put("b/1.jar", "a/3.jar", "c/x");
    assertEquals(List.of("a", "b"), ModelRepository.of(folder).models());
  }

  @Test
  void linksAreFollowedAnewEachTime() throws IOException {
    put("one/credit/1.jar", "two/credit/2.jar");
    Path link = Files.createSymbolicLink(folder.resolve("data"), folder.resolve("one"));
    ModelRepository repository = ModelRepository.of(link);
    assertEquals(1, repository.wanted("credit").orElseThrow().number());
    Files.delete(link);
    Files.createSymbolicLink(link, folder.resolve("two"));
    assertEquals(2, repository.wanted("credit").orElseThrow().number());
  }

  @Test
  void aRepositoryIsAFolder() throws IOException {
    put("file");
    assertEquals(
        folder.resolve("absent") + ": expected a folder of models, got nothing there",
        assertThrows(BadModelException.class, () -> ModelRepository.of(folder.resolve("absent")))
            .getMessage());
    assertEquals(
        folder.resolve("file") + ": expected a folder of models, got a file",
        assertThrows(BadModelException.class, () -> ModelRepository.of(folder.resolve("file")))
            .getMessage());
  }

  @Test
  void namesThatLeadOutOfTheRepositoryAreRefused() {
    ModelRepository repository = ModelRepository.of(folder);
    for (String name : new String[] {"..", "../x", "", "a/b", "A", "a".repeat(64)}) {
      assertThrows(BadModelException.class, () -> repository.versions(name), name);
    }
  }
}
