package io.scorejar.jpmml;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.dmg.pmml.DataField;
import org.dmg.pmml.Extension;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Carries each {@code MiningField@missingValueReplacement} that is a date or time through JPMML's
 * transpiler, which can write numbers and text into the code that it generates, but no dates
 * ({@code PMMLObjectUtil.createExpression} throws an IllegalArgumentException).
 *
 * <p>An {@code Extension} of the field, which the transpiler does write, holds the text in the
 * meantime.
 */
public final class TemporalReplacements {

  private static final String NAME = "missingValueReplacement";
  private static final String EXTENDER = "io.scorejar";

  private TemporalReplacements() {}

  /**
   * Puts the replacements of dates and times away, before the transpiler sees them.
   *
   * @param pmml as it was read: replacements are text
   */
  public static void putAway(PMML pmml) {
    Set<String> temporal =
        pmml.requireDataDictionary().getDataFields().stream()
            .filter(TemporalReplacements::isTemporal)
            .map(DataField::requireName)
            .collect(Collectors.toSet());
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(MiningField field) {
        Object replacement = field.getMissingValueReplacement();
        if (replacement != null && temporal.contains(field.requireName())) {
          field.addExtensions(new Extension(NAME, replacement.toString()).setExtender(EXTENDER));
          field.setMissingValueReplacement(null);
        }
        return super.visit(field);
      }
    }.applyTo(pmml);
  }

  /** Puts them back into a model that came out of the transpiler, before it is evaluated. */
  static void putBack(PMML pmml) {
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(MiningField field) {
        Optional<Extension> replacement =
            field.getExtensions().stream()
                .filter(one -> NAME.equals(one.getName()) && EXTENDER.equals(one.getExtender()))
                .findFirst();
        replacement.ifPresent(one -> field.setMissingValueReplacement(one.getValue()));
        return super.visit(field);
      }
    }.applyTo(pmml);
  }

  private static boolean isTemporal(DataField field) {
    return switch (field.requireDataType()) {
      case DATE, DATE_TIME, TIME -> true;
      default -> false;
    };
  }
}
