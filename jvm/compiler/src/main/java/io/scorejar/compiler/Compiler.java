package io.scorejar.compiler;

import io.scorejar.Output;
import io.scorejar.Schema;
import io.scorejar.Type;
import io.scorejar.program.Constant;
import io.scorejar.program.Cover;
import io.scorejar.program.Covers;
import io.scorejar.program.Expression;
import io.scorejar.program.Lookup;
import io.scorejar.program.Program;
import java.util.List;
import java.util.Optional;
import org.dmg.pmml.Model;
import org.dmg.pmml.PMML;
import org.jpmml.model.PMMLException;

/**
 * Compiles PMML into a program that gives the answers of JPMML's interpreter, bit for bit.
 *
 * <p>Where the interpreter refuses a row because of a value that it reads, the program refuses it
 * too, and it may do so although the model would not have come to read that value: derived values
 * are worked out before they are asked for.
 */
public final class Compiler {

  private Compiler() {}

  /**
   * A program and what training left beside it.
   *
   * @param covers one for each forest of the program, empty where the document does not have its
   *     records
   */
  public record Compiled(Program program, List<Optional<Cover>> covers) {

    /** The bytes of the covers, where there are forests; they tell which have none. */
    public Optional<byte[]> coverBytes() {
      return covers.isEmpty() ? Optional.empty() : Optional.of(Covers.write(program, covers));
    }
  }

  /**
   * The program of the first model of a document.
   *
   * @param pmml as it was read, or with its values parsed; it is not changed
   * @param schema the inputs and outputs of the program, by the names of the document; an output
   *     that the document does not name is the prediction
   * @throws NotCompiled naming an element that is not taken
   */
  public static Program compile(PMML pmml, Schema schema) {
    return compiled(pmml, schema).program();
  }

  /**
   * As {@link #compile}, with the records of the leaves.
   *
   * @throws NotCompiled naming an element that is not taken
   */
  public static Compiled compiled(PMML pmml, Schema schema) {
    try {
      Model model = model(pmml);
      Document document = new Document(pmml, schema);
      Prediction prediction = new Models(document).of(model, null, null);
      Frame frame = document.frame();
      List<Output> outputs = schema.outputs();
      int[] slots = new int[outputs.size()];
      for (int i = 0; i < slots.length; i++) {
        slots[i] = frame.slot(answer(outputs.get(i), prediction));
      }
      return new Compiled(
          new Program(frame.inputs(), frame.slots(), frame.steps(), slots), frame.covers());
    } catch (PMMLException | IllegalArgumentException e) {
      throw new NotCompiled("PMML: " + e.getMessage());
    } catch (StackOverflowError e) {
      throw new NotCompiled("PMML: it is too deeply nested");
    }
  }

  private static Model model(PMML pmml) {
    for (Model model : pmml.getModels()) {
      if (model.isScorable()) {
        return model;
      }
    }
    throw new NotCompiled("PMML: it has no model that can be scored");
  }

  private static Expression answer(Output output, Prediction prediction) {
    Term term = prediction.outputs().get(output.name());
    if (term == null) {
      String name = prediction.target().name();
      if (name != null && !name.equals(output.name())) {
        throw new NotCompiled("Output: '" + output.name() + "' is not compiled");
      }
      term = prediction.value();
    }
    if (output.type() != Type.STRING) {
      if (term.text()) {
        throw new NotCompiled("Output: '" + output.name() + "' is text");
      }
      return term.expression();
    }
    if (!term.text()) {
      throw new NotCompiled("Output: '" + output.name() + "' is no text");
    }
    List<Object> categories = output.categories();
    double[] codes = new double[term.categories().size()];
    boolean same = !term.open();
    for (int code = 0; code < codes.length; code++) {
      codes[code] = categories.indexOf(term.categories().get(code));
      if (codes[code] < 0) {
        throw new NotCompiled(
            "Output: '" + output.name() + "' has values that are none of its categories");
      }
      same &= codes[code] == code;
    }
    if (term.expression() instanceof Constant constant) {
      return Double.isNaN(constant.value())
          ? constant
          : new Constant(codes[(int) constant.value()]);
    }
    return same ? term.expression() : new Lookup(term.expression(), codes, Double.NaN, Double.NaN);
  }
}
