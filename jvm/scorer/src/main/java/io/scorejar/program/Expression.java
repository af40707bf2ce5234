package io.scorejar.program;

import java.util.function.IntConsumer;

/**
 * A value worked out from a frame. NaN is missing, and goes through every operation that does not
 * say otherwise. Immutable, without side effects.
 */
public sealed interface Expression permits Slot, Constant {

  /** The value on a frame; NaN means missing. */
  double value(double[] frame);

  /** Tells every slot that it may read; a slot may come more than once. */
  void reads(IntConsumer slots);
}
