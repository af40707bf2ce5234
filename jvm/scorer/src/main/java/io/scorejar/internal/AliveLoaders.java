package io.scorejar.internal;

import java.util.Map;
import java.util.WeakHashMap;

/**
 * The class loaders of jars that have not been collected. Where swaps go on and this grows,
 * somebody keeps retired versions. Safe for any thread.
 */
public final class AliveLoaders {

  private static final Map<ClassLoader, Boolean> ALIVE = new WeakHashMap<>();

  private AliveLoaders() {}

  /** Counts a loader for as long as it lives, without keeping it alive. */
  public static void add(ClassLoader loader) {
    synchronized (ALIVE) {
      ALIVE.put(loader, Boolean.TRUE);
    }
  }

  /** How many there are, those that nobody holds any more among them until they are collected. */
  public static int count() {
    synchronized (ALIVE) {
      return ALIVE.size();
    }
  }
}
