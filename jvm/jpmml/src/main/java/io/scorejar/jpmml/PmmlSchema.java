package io.scorejar.jpmml;

import io.scorejar.BadModelException;
import io.scorejar.Input;
import io.scorejar.Range;
import io.scorejar.Rule;
import io.scorejar.Schema;
import io.scorejar.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dmg.pmml.DataField;
import org.dmg.pmml.DataType;
import org.dmg.pmml.InvalidValueTreatmentMethod;
import org.dmg.pmml.MiningField;
import org.dmg.pmml.MissingValueTreatmentMethod;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.evaluator.TypeUtil;
import org.jpmml.model.PMMLException;

/**
 * What a row and an answer of a PMML model are.
 *
 * <p>Inputs are the active fields of the model, in the order of its mining schema. Their categories
 * are the values that the data dictionary calls valid; a missing or an unseen value is refused
 * where the mining schema says {@code returnInvalid}, else it is the model's to deal with. {@link
 * Ranges} says which numbers are taken.
 *
 * <p>Outputs are {@link Answers}.
 */
public final class PmmlSchema {

  private PmmlSchema() {}

  /**
   * The schema of a model.
   *
   * @throws BadModelException if a field has a type that rows cannot have, or the model no answer
   */
  public static Schema of(ModelEvaluator<?> evaluator) {
    try {
      List<Input> inputs = new ArrayList<>();
      for (InputField field : evaluator.getActiveFields()) {
        inputs.add(input(field));
      }
      return new Schema(inputs, Answers.of(evaluator));
    } catch (PMMLException | IllegalArgumentException e) {
      throw Defects.of(e);
    }
  }

  private static Input input(InputField field) {
    Type type = type(field.getName(), field.getDataType());
    MiningField rules = field.getMiningField();
    Rule missing =
        rules.getMissingValueTreatment() == MissingValueTreatmentMethod.RETURN_INVALID
            ? Rule.REFUSED
            : Rule.ACCEPTED;
    Rule unseen =
        rules.getInvalidValueTreatment() == InvalidValueTreatmentMethod.RETURN_INVALID
            ? Rule.REFUSED
            : Rule.ACCEPTED;
    List<?> valid = field.getDiscreteDomain();
    DataField data = field.getField() instanceof DataField declared ? declared : null;
    return new Input(
        field.getName(),
        type,
        valid == null ? List.of() : categories(field.getDataType(), valid),
        missing,
        unseen,
        data == null ? Range.ALL : Ranges.of(data, rules));
  }

  /** PMML's values in Java's classes, each once: a document may list one twice. */
  static List<Object> categories(DataType type, List<?> values) {
    Set<Object> categories = new LinkedHashSet<>();
    for (Object value : values) {
      categories.add(Temporals.toJava(TypeUtil.parseOrCast(type, value)));
    }
    return List.copyOf(categories);
  }

  static Type type(String name, DataType type) {
    if (type == null) {
      throw new BadModelException(
          name + ": expected a data type such as double or string, got none");
    }
    return switch (type) {
      case DOUBLE -> Type.DOUBLE;
      case FLOAT -> Type.FLOAT;
      case INTEGER -> Type.INTEGER;
      case BOOLEAN -> Type.BOOLEAN;
      case STRING -> Type.STRING;
      case DATE -> Type.DATE;
      case DATE_TIME -> Type.DATE_TIME;
      case TIME -> Type.TIME;
      default ->
          throw new BadModelException(
              name + ": expected a data type such as double or string, got " + type.value());
    };
  }
}
