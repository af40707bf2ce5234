package io.scorejar.program;

import io.scorejar.BadModelException;
import java.util.function.IntConsumer;

/**
 * One step of a {@link Program}: reads slots of a frame and writes others. Immutable, and safe for
 * any number of threads that bring frames of their own.
 */
public sealed interface Step
    permits Assign, Forest, Layer, Softmax, Best, Likeness, Ranked, Nearest, Median {

  /** Runs on one frame. Nothing is kept of it, and nothing is allocated. */
  void run(double[] frame);

  /** Tells every slot that it may read; a slot may come more than once. */
  void reads(IntConsumer slots);

  /** Tells every slot that it writes, each once. It writes all of them on every frame. */
  void writes(IntConsumer slots);

  /** Writes its kind, one octet that {@link #read} knows, and what it consists of. */
  void write(Encoder out);

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws BadModelException or IllegalArgumentException if it is no step
   */
  static Step read(Decoder in) {
    int kind = in.octet();
    return switch (kind) {
      case Assign.KIND -> new Assign(in.slot(), Expression.read(in));
      case Forest.KIND -> ForestBytes.read(in);
      case Layer.KIND -> Layer.read(in);
      case Softmax.KIND -> Softmax.read(in);
      case Best.KIND -> Best.read(in);
      case Likeness.KIND -> Likeness.read(in);
      case Ranked.KIND -> Ranked.read(in);
      case Nearest.KIND -> Nearest.read(in);
      case Median.KIND -> Median.read(in);
      default -> throw in.wrong("a kind of step", kind);
    };
  }
}
