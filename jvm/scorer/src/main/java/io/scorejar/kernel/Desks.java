package io.scorejar.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The desks of one scorer. They go when it goes: a thread local would outlive it in every thread. A
 * thread looks first where it left its desk the last time; nobody waits, and where all desks are
 * taken another is made.
 */
final class Desks {

  private static final int PLACES = 16;

  /** References as far apart as cache lines, so that threads do not slow each other down. */
  private static final int APART = 16;

  private final AtomicReferenceArray<Desk> desks = new AtomicReferenceArray<>(PLACES * APART);
  private final Stage[] stages;
  private final int slots;

  Desks(Stage[] stages, int slots) {
    this.stages = stages;
    this.slots = slots;
  }

  /** The place where the current thread takes and leaves its desk. */
  static int place() {
    return ((int) Thread.currentThread().getId() & (PLACES - 1)) * APART;
  }

  Desk take(int place) {
    Desk desk = desks.getAndSet(place, null);
    return desk == null ? new Desk(stages, slots) : desk;
  }

  void leave(int place, Desk desk) {
    desks.lazySet(place, desk);
  }
}
