package io.scorejar;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the engine that a jar is to run on. */
final class Engines {

  /** Takes the first engine of the manifest that is here. */
  static final String AUTO = "auto";

  private Engines() {}

  /**
   * The provider of the wanted engine, or of the first one there is.
   *
   * @throws BadModelException if the jar does not hold the engine, or no artefact here runs it
   */
  static EngineProvider choose(Manifest manifest, String wanted) {
    List<String> names = wanted.equals(AUTO) ? manifest.engines() : List.of(wanted);
    if (!manifest.engines().containsAll(names)) {
      String cause = manifest.declined().get(wanted);
      throw new BadModelException(
          "expected a jar with the engine "
              + Values.shown(wanted)
              + ", got "
              + String.join(", ", manifest.engines())
              + (cause == null ? "" : " (" + cause + ")"));
    }
    List<EngineProvider> providers = new ArrayList<>();
    String broken = load(providers);
    for (String name : names) {
      Optional<EngineProvider> provider =
          providers.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
      if (provider.isPresent()) {
        return provider.get();
      }
    }
    throw new BadModelException(
        "expected an engine on the class path for "
            + String.join(" or ", names)
            + ", got none: add "
            + artefact(names)
            + broken);
  }

  /** Adds the providers that can be made; returns what to say of one that could not. */
  private static String load(List<EngineProvider> providers) {
    String broken = "";
    Iterator<EngineProvider> iterator =
        ServiceLoader.load(EngineProvider.class, EngineProvider.class.getClassLoader()).iterator();
    while (true) {
      try {
        if (!iterator.hasNext()) {
          return broken;
        }
        providers.add(iterator.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        broken = " (one that is there does not load: " + e + ")";
      }
    }
  }

  private static String artefact(List<String> names) {
    boolean jpmml = names.contains("transpiled") || names.contains("interpreted");
    return jpmml ? "io.scorejar:scorejar-jpmml" : "the artefact that brings it";
  }
}
