package io.scorejar.jpmml;

import io.scorejar.Range;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.Extension;
import org.dmg.pmml.Interval;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.Model;
import org.dmg.pmml.OpType;
import org.dmg.pmml.PMML;
import org.dmg.pmml.Value;

/**
 * The numbers that a field takes, where a PMML says it: one closed {@code Interval} of the
 * DataField, and {@code invalidValueTreatment="returnInvalid"} of the MiningField.
 *
 * <p>A field that lists its values, or has intervals of its own, cannot say it so; then an {@code
 * Extension} of the MiningField says it.
 *
 * <p>The schema refuses what is outside before an engine sees it. So {@link #remove} may take the
 * intervals out of the copy of a model that is transpiled: JPMML would look at them again, slowly.
 * Intervals of any other kind are the model's own business.
 */
public final class Ranges {

  private static final String NAME = "range";
  private static final String EXTENDER = "io.scorejar";

  /** JPMML's integers have 32 bits. */
  private static final Range INTEGERS = new Range(Integer.MIN_VALUE, Integer.MAX_VALUE);

  private Ranges() {}

  /**
   * The numbers that a field of a row may be.
   *
   * @param rules the field in the mining schema of the top-level model
   */
  static Range of(DataField field, MiningField rules) {
    Range declared = declared(field, rules);
    return field.getDataType() == DataType.INTEGER
        ? new Range(
            Math.max(INTEGERS.low(), declared.low()), Math.min(INTEGERS.high(), declared.high()))
        : declared;
  }

  private static Range declared(DataField field, MiningField rules) {
    if (enforced(field, rules)) {
      Interval interval = field.getIntervals().get(0);
      return range(interval.getLeftMargin(), interval.getRightMargin());
    }
    return rules.getExtensions().stream()
        .filter(one -> NAME.equals(one.getName()) && EXTENDER.equals(one.getExtender()))
        .findFirst()
        .map(extension -> bounds(extension.getValue()))
        .orElse(Range.ALL);
  }

  private static Range bounds(String text) {
    String[] bounds = text.split(" ", 2);
    return new Range(Double.parseDouble(bounds[0]), Double.parseDouble(bounds[1]));
  }

  /**
   * Declares the numbers that a field may be.
   *
   * @param rules the field in the mining schema of the top-level model
   */
  public static void declare(DataField field, MiningField rules, Range range) {
    if (!continuous(field) || field.hasIntervals()) {
      String bounds = range.low() + " " + range.high();
      rules.addExtensions(new Extension(NAME, bounds).setExtender(EXTENDER));
      return;
    }
    field.addIntervals(
        new Interval(Interval.Closure.CLOSED_CLOSED, margin(range.low()), margin(range.high())));
    rules.setInvalidValueTreatment(InvalidValueTreatmentMethod.RETURN_INVALID);
  }

  private static Number margin(double bound) {
    return Double.isInfinite(bound) ? null : bound;
  }

  /** Takes out the intervals that a schema enforces. */
  public static void remove(PMML pmml) {
    Map<String, DataField> fields =
        pmml.requireDataDictionary().getDataFields().stream()
            .collect(Collectors.toMap(DataField::requireName, Function.identity(), (a, b) -> a));
    for (Model model : pmml.getModels()) {
      for (MiningField rules : model.requireMiningSchema().getMiningFields()) {
        DataField field = fields.get(rules.requireName());
        if (rules.getUsageType() == MiningField.UsageType.ACTIVE
            && field != null
            && enforced(field, rules)) {
          field.getIntervals().clear();
        }
      }
    }
  }

  private static boolean enforced(DataField field, MiningField rules) {
    return continuous(field)
        && rules.getInvalidValueTreatment() == InvalidValueTreatmentMethod.RETURN_INVALID
        && field.hasIntervals()
        && field.getIntervals().size() == 1
        && field.getIntervals().get(0).requireClosure() == Interval.Closure.CLOSED_CLOSED;
  }

  /** Whether a field holds numbers that intervals alone decide about. */
  private static boolean continuous(DataField field) {
    boolean number =
        switch (field.requireDataType()) {
          case DOUBLE, FLOAT, INTEGER -> true;
          default -> false;
        };
    return number
        && field.getOpType() == OpType.CONTINUOUS
        && (!field.hasValues() || field.getValues().stream().noneMatch(Ranges::taken));
  }

  /** Whether a value that is listed is taken wherever it is; NaN is missing in every schema. */
  private static boolean taken(Value value) {
    return switch (value.getProperty()) {
      case VALID -> true;
      case INVALID -> false;
      case MISSING -> !"NaN".equals(String.valueOf(value.requireValue()));
    };
  }

  private static Range range(Number low, Number high) {
    return new Range(
        low == null ? Range.ALL.low() : low.doubleValue(),
        high == null ? Range.ALL.high() : high.doubleValue());
  }
}
