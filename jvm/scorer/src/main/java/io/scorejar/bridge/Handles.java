package io.scorejar.bridge;

import java.util.Arrays;

/**
 * Objects by number, for callers that can hold nothing else. Numbers begin at 1 and are not used
 * twice, so that a stale one meets nothing. Reading neither locks nor allocates. Safe for any
 * thread.
 */
final class Handles {

  private static final int FIRST_SIZE = 64;

  // Copied for every change: changes are rare, and readers need but one volatile read.
  private volatile Object[] objects = new Object[FIRST_SIZE];
  private int next = 1; // Guarded by this.

  synchronized int add(Object object) {
    Object[] copy =
        Arrays.copyOf(objects, next < objects.length ? objects.length : objects.length * 2);
    copy[next] = object;
    objects = copy;
    return next++;
  }

  /** Forgets an object; nothing happens if it is forgotten already. */
  synchronized void remove(int handle) {
    Object[] copy = objects.clone();
    if (handle > 0 && handle < copy.length) {
      copy[handle] = null;
      objects = copy;
    }
  }

  /** The object of a number, or null if there is none of that class. */
  <T> T find(int handle, Class<T> type) {
    Object[] now = objects;
    Object object = handle > 0 && handle < now.length ? now[handle] : null;
    return type.isInstance(object) ? type.cast(object) : null;
  }
}
