package io.scorejar.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The stages of one scorer and the desks that they run at. They go when it goes: a thread local
 * would outlive it in every thread. There is one for each processor from the beginning, so that a
 * thread's first call makes none. A thread looks first where it left its desk the last time, then
 * at the other places; nobody waits, and where all desks are taken another is made.
 */
final class Desks {

  private static final int PLACES = 16;

  /** References as far apart as cache lines, so that threads do not slow each other down. */
  private static final int APART = 16;

  private final AtomicReferenceArray<Desk> desks = new AtomicReferenceArray<>(PLACES * APART);
  final Stage[] stages;
  private final int slots;

  Desks(Stage[] stages, int slots) {
    this.stages = stages;
    this.slots = slots;
    int ready = Math.min(PLACES, Runtime.getRuntime().availableProcessors());
    for (int place = 0; place < ready; place++) {
      leave(place * APART, new Desk(stages, slots));
    }
  }

  /** The place where the current thread takes and leaves its desk. */
  static int place() {
    return ((int) Thread.currentThread().getId() & (PLACES - 1)) * APART;
  }

  Desk take(int place) {
    Desk desk = desks.getAndSet(place, null);
    return desk == null ? other(place) : desk;
  }

  private Desk other(int place) {
    for (int i = 1; i < PLACES; i++) {
      Desk desk = desks.getAndSet((place + i * APART) % (PLACES * APART), null);
      if (desk != null) {
        return desk;
      }
    }
    return new Desk(stages, slots);
  }

  void leave(int place, Desk desk) {
    desks.lazySet(place, desk);
  }
}
