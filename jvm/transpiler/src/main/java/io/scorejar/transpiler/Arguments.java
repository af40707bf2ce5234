package io.scorejar.transpiler;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of a program: pairs {@code --name value}. */
final class Arguments {

  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  static Arguments of(String[] arguments, List<String> options) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!options.contains(arguments[i])) {
        throw new UsageException(
            "expected one of " + String.join(", ", options) + ", got '" + arguments[i] + "'");
      }
      if (i + 1 == arguments.length) {
        throw new UsageException(arguments[i] + ": expected a value, got none");
      }
      values.put(arguments[i], arguments[i + 1]);
    }
    return new Arguments(values);
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable(values.get(name));
  }

  String required(String name) {
    return optional(name)
        .orElseThrow(() -> new UsageException(name + ": expected a value, got none"));
  }

  Path path(String name) {
    return Path.of(required(name));
  }

  long number(String name) {
    try {
      return Long.parseLong(required(name));
    } catch (NumberFormatException e) {
      throw new UsageException(name + ": expected a whole number, got '" + required(name) + "'", e);
    }
  }

  long number(String name, long otherwise) {
    return values.containsKey(name) ? number(name) : otherwise;
  }

  /** One of the choices; the first of them where the option is not given. */
  String choice(String name, List<String> choices) {
    String value = optional(name).orElse(choices.get(0));
    if (!choices.contains(value)) {
      throw new UsageException(
          name + ": expected one of " + String.join(", ", choices) + ", got '" + value + "'");
    }
    return value;
  }

  /** The content of a file that an option names. */
  static byte[] content(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UsageException(path + ": expected a readable file, got " + e, e);
    } catch (OutOfMemoryError e) {
      throw new UsageException(path + ": expected a file that fits into memory, got more", e);
    }
  }

  /** Writes a file that an option names; a new one is removed again where that fails. */
  static void write(Path path, byte[] content) {
    boolean there = Files.exists(path);
    try {
      Files.write(path, content);
    } catch (IOException e) {
      if (!there) {
        remove(path);
      }
      throw new UsageException(path + ": expected a file that can be written, got " + e, e);
    }
  }

  private static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // The first error is told, which is the cause of this one.
    }
  }
}
