package io.scorejar;

import java.lang.System.Logger.Level;
import java.util.Locale;

/**
 * Something that happened to a version of a model in service.
 *
 * @param cause why, in one line; empty for {@link Kind#LOADED}
 * @param seconds how long it took to load, or to find out that it cannot be; 0 for the others
 */
public record LiveEvent(Kind kind, String model, long version, String cause, double seconds) {

  /** What happened. */
  public enum Kind {
    /** The version answers from now on. */
    LOADED,
    /** The version does not open or does not fit; it is not tried again until its file changes. */
    REFUSED,
    /** The version has been replaced; calls under way end on it. */
    RETIRED,
    /** The file of the version is gone and no other is there: it goes on serving from memory. */
    REMOVED
  }

  /** Logs the event under {@code io.scorejar}: as information, or a warning if it is bad news. */
  public void log() {
    Level level =
        switch (kind) {
          case LOADED, RETIRED -> Level.INFO;
          case REFUSED, REMOVED -> Level.WARNING;
        };
    System.getLogger("io.scorejar").log(level, toString());
  }

  /** As logs hold it. */
  @Override
  public String toString() {
    String told = model + " " + version + ": " + kind.name().toLowerCase(Locale.ROOT);
    return switch (kind) {
      case LOADED -> told + String.format(Locale.ROOT, " in %.3f s", seconds);
      case REFUSED, RETIRED, REMOVED -> told + ": " + cause;
    };
  }
}
