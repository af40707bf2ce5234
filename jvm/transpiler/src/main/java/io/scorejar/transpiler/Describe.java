package io.scorejar.transpiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.DataType;
import org.dmg.pmml.OutputField;
import org.dmg.pmml.PMML;
import org.dmg.pmml.ResultFeature;
import org.dmg.pmml.VisitorAction;
import org.jpmml.model.visitors.AbstractVisitor;

/**
 * Tells the schema of a PMML file, and the numbers that its parts answer to each other: {@code
 * --pmml F}; prints {@code {"schema": …, "inner": ["lgbmValue"]}}.
 */
public final class Describe {

  private Describe() {}

  /** Runs the program; {@link Program} says how it ends. */
  public static void main(String[] arguments) {
    Program.main(arguments, List.of("--pmml"), Describe::run);
  }

  static Map<String, Object> run(Arguments arguments) {
    Model model = Model.read(arguments.path("--pmml"));
    return Map.of("schema", model.schema().toJson(), "inner", inner(model.pmml()));
  }

  /** The names of inner output fields that are predicted numbers, in the order of the document. */
  private static List<String> inner(PMML pmml) {
    List<String> names = new ArrayList<>();
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(OutputField field) {
        boolean number =
            field.getDataType() == DataType.DOUBLE || field.getDataType() == DataType.FLOAT;
        if (number
            && !field.isFinalResult()
            && field.getResultFeature() == ResultFeature.PREDICTED_VALUE) {
          names.add(field.requireName());
        }
        return super.visit(field);
      }
    }.applyTo(pmml);
    return List.copyOf(names);
  }
}
