package io.scorejar.transpiler;

import io.scorejar.BadModelException;
import io.scorejar.Range;
import io.scorejar.Type;
import io.scorejar.internal.Json;
import io.scorejar.internal.JsonException;
import io.scorejar.jpmml.Ranges;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MissingValueTreatmentMethod;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;

/**
 * What the fitted pipeline was found to take in one of its columns, where the converter does not
 * say so: {@code {"name": {"type": "string"}, "age": {"missing": "refused", "range": [0, null]}}}.
 *
 * @param type of a column that does not hold numbers, as docs/jar.md has it; it counts where the
 *     pipeline leaves the column aside, so that the converter cannot know what is in it
 * @param missingRefused whether a missing value is refused; the PMML then says {@code
 *     missingValueTreatment="returnInvalid"}
 * @param unseenRefused whether a value that is none of the categories is refused; the PMML then
 *     says {@code invalidValueTreatment="returnInvalid"}
 * @param range the numbers that are taken, which {@link Ranges} declares
 */
record ColumnRules(
    Optional<DataType> type, boolean missingRefused, boolean unseenRefused, Range range) {

  /**
   * Reads a file of rules by column.
   *
   * @throws UsageException if it cannot be read, or is none
   */
  static Map<String, ColumnRules> read(Path file) {
    Map<String, ColumnRules> rules = new TreeMap<>();
    try {
      object("the file", Json.read(Arguments.content(file)))
          .forEach((name, told) -> rules.put(name.toString(), of(object("a column", told))));
    } catch (JsonException | BadModelException e) {
      throw new UsageException(file + ": " + e.getMessage(), e);
    }
    return rules;
  }

  private static Map<?, ?> object(String what, Object json) {
    if (json instanceof Map<?, ?> map) {
      return map;
    }
    throw new BadModelException(what + ": expected an object, got " + json);
  }

  private static ColumnRules of(Map<?, ?> told) {
    Optional<DataType> type =
        Optional.ofNullable(told.get("type"))
            .map(name -> DataType.fromValue(Type.of(name.toString()).pmmlName()));
    return new ColumnRules(
        type,
        "refused".equals(told.get("missing")),
        "refused".equals(told.get("unseen")),
        range(told.get("range")));
  }

  private static Range range(Object told) {
    if (told == null) {
      return Range.ALL;
    }
    if (!(told instanceof List<?> bounds) || bounds.size() != 2) {
      throw new BadModelException("expected a range of two bounds, got " + told);
    }
    return new Range(
        bounds.get(0) instanceof Number low ? low.doubleValue() : Range.ALL.low(),
        bounds.get(1) instanceof Number high ? high.doubleValue() : Range.ALL.high());
  }

  /** The types of those columns whose rules say one. */
  static Map<String, DataType> types(Map<String, ColumnRules> rules) {
    Map<String, DataType> types = new TreeMap<>();
    rules.forEach((name, rule) -> rule.type().ifPresent(type -> types.put(name, type)));
    return types;
  }

  /** Writes the rules into a PMML, in place; columns that it does not have are skipped. */
  static void apply(Map<String, ColumnRules> rules, PMML pmml) {
    if (rules.isEmpty() || !pmml.hasModels()) {
      return;
    }
    Model model = pmml.getModels().get(0);
    Map<String, DataField> fields =
        pmml.requireDataDictionary().getDataFields().stream()
            .collect(Collectors.toMap(DataField::requireName, Function.identity(), (a, b) -> a));
    for (MiningField field : model.requireMiningSchema().getMiningFields()) {
      ColumnRules rule = rules.get(field.requireName());
      DataField data = fields.get(field.requireName());
      if (rule == null || data == null) {
        continue;
      }
      if (rule.missingRefused() && field.getMissingValueReplacement() == null) {
        field.setMissingValueTreatment(MissingValueTreatmentMethod.RETURN_INVALID);
      }
      if (rule.unseenRefused() && field.getInvalidValueReplacement() == null) {
        field.setInvalidValueTreatment(InvalidValueTreatmentMethod.RETURN_INVALID);
      }
      if (rule.range().bounded() && number(data)) {
        Ranges.declare(data, field, rule.range());
      }
    }
  }

  private static boolean number(DataField field) {
    return switch (field.requireDataType()) {
      case DOUBLE, FLOAT, INTEGER -> true;
      default -> false;
    };
  }
}
