package io.scorejar.program;

import io.scorejar.BadModelException;
import java.util.function.IntConsumer;

/**
 * A value worked out from a frame. NaN is missing, and goes through every operation that does not
 * say otherwise. Immutable, without side effects.
 */
public sealed interface Expression
    permits Slot, Constant, Unary, Binary, Choice, Lookup, Bins, Line {

  /** The value on a frame; NaN means missing. */
  double value(double[] frame);

  /** Tells every slot that it may read; a slot may come more than once. */
  void reads(IntConsumer slots);

  /** Writes its kind, one octet that {@link #read} knows, and what it consists of. */
  void write(Encoder out);

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws BadModelException or IllegalArgumentException if it is no expression
   */
  static Expression read(Decoder in) {
    in.enter();
    int kind = in.octet();
    Expression read =
        switch (kind) {
          case Slot.KIND -> new Slot(in.slot());
          case Constant.KIND -> new Constant(in.number());
          case Unary.KIND -> Unary.read(in);
          case Binary.KIND -> Binary.read(in);
          case Choice.KIND -> Choice.read(in);
          case Lookup.KIND -> Lookup.read(in);
          case Bins.KIND -> Bins.read(in);
          case Line.KIND -> Line.read(in);
          default -> throw in.wrong("a kind of expression", kind);
        };
    in.leave();
    return read;
  }
}
