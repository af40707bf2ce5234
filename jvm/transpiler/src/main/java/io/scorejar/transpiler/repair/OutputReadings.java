package io.scorejar.transpiler.repair;

import java.util.HashMap;
import java.util.Map;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.FieldNameFilterer;

/** Who reads the OutputFields of a document. */
final class OutputReadings extends FieldNameFilterer {

  private final Map<String, Integer> readings = new HashMap<>();
  private boolean bySegment;

  private OutputReadings() {}

  /** Counts in a document as it stands. */
  static OutputReadings of(PMML pmml) {
    OutputReadings readings = new OutputReadings();
    readings.applyTo(pmml);
    return readings;
  }

  /** Whether a field of that name may be read: by its name, or over a {@code segmentId}. */
  boolean mayRead(String name) {
    return bySegment || readings.getOrDefault(name, 0) > 0;
  }

  @Override
  public String filter(String name) {
    if (name != null) {
      readings.merge(name, 1, Integer::sum);
    }
    return name;
  }

  @Override
  public VisitorAction visit(OutputField field) {
    // To be named is not to be read.
    readings.merge(field.requireName(), -1, Integer::sum);
    bySegment |= field.getSegmentId() != null;
    return super.visit(field);
  }
}
