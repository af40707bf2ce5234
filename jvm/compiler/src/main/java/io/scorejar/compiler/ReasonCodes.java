package io.scorejar.compiler;

import io.scorejar.program.Ranked;
import io.scorejar.program.Slot;
import java.util.List;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OutputField;

/** The reason codes of a scorecard, by how many points each stands for on a row. */
final class ReasonCodes {

  private final List<String> codes;
  private final int[] points;
  private final int[] orders;

  /**
   * @param codes in the order in which they first come
   * @param points the slot of the points of each
   * @param orders the slot of a number for each that is larger the earlier it came on the row, and
   *     0 where it did not come; empty where all come on every row, in this order
   */
  ReasonCodes(List<String> codes, int[] points, int[] orders) {
    this.codes = List.copyOf(codes);
    this.points = points.clone();
    this.orders = orders.clone();
  }

  /** The code of a rank, 1 for most points; missing where fewer codes have points from 0 on. */
  Term ranked(Frame frame, OutputField field) {
    int rank = field.getRank();
    if (rank < 1) {
      throw NotCompiled.of(field, "expected a rank from 1, got " + rank);
    }
    int slot = frame.newSlot();
    frame.add(new Ranked(points, orders, rank - 1, slot));
    return new Term(new Slot(slot), DataType.STRING, Term.usual(DataType.STRING), codes);
  }
}
