package io.scorejar;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A folder of models: {@code DIR/<model>/<version>.jar}. It has no state: every call looks at the
 * disk anew and follows symbolic links as they stand then, so a folder that is swapped by a link
 * shows its new content. Files and folders with other names are not there for it. Safe for any
 * thread.
 */
public final class ModelRepository {

  private static final Pattern JAR = Pattern.compile("([1-9][0-9]{0,15})\\.jar");

  private final Path directory;

  private ModelRepository(Path directory) {
    this.directory = directory;
  }

  /**
   * The repository of a folder, which may be empty.
   *
   * @throws BadModelException if it is not a folder
   */
  public static ModelRepository of(Path directory) {
    if (!Files.isDirectory(directory)) {
      String got = Files.exists(directory) ? "a file" : "nothing there";
      throw new BadModelException(directory + ": expected a folder of models, got " + got);
    }
    return new ModelRepository(directory);
  }

  /** The folder. */
  public Path directory() {
    return directory;
  }

  /**
   * The models that have a version, in the order of their names.
   *
   * @throws BadModelException if the folder cannot be listed
   */
  public List<String> models() {
    return names(directory).stream()
        .filter(ModelVersion::isModel)
        .filter(name -> Files.isDirectory(directory.resolve(name)))
        .filter(name -> !versions(name).isEmpty())
        .sorted()
        .toList();
  }

  /**
   * The versions of a model, the lowest first; none if there is no such model.
   *
   * @throws BadModelException if the name is none, or its folder cannot be listed
   */
  public List<ModelVersion> versions(String model) {
    ModelVersion.requireModel(model);
    Path folder = directory.resolve(model);
    return names(folder).stream()
        .map(JAR::matcher)
        .filter(matcher -> matcher.matches())
        .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
        .filter(ModelVersion::isNumber)
        .sorted()
        .mapToObj(number -> new ModelVersion(model, number, folder.resolve(number + ".jar")))
        .filter(version -> Files.isRegularFile(version.path()))
        .toList();
  }

  /** The version that should serve unless another is asked for: the highest. */
  public Optional<ModelVersion> wanted(String model) {
    List<ModelVersion> versions = versions(model);
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }

  private static List<String> names(Path folder) {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(path -> names.add(path.getFileName().toString()));
      return names;
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      throw new BadModelException(folder + ": expected a folder that can be listed, got " + e, e);
    }
  }
}
