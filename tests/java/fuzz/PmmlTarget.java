package io.scorejar.fuzz;

import io.scorejar.BadModelException;
import io.scorejar.Input;
import io.scorejar.InvalidRowException;
import io.scorejar.Schema;
import io.scorejar.ScorejarException;
import io.scorejar.Type;
import io.scorejar.compiler.Compiler;
import io.scorejar.compiler.NotCompiled;
import io.scorejar.jpmml.Evaluators;
import io.scorejar.jpmml.JpmmlScorer;
import io.scorejar.jpmml.Pmml;
import io.scorejar.jpmml.PmmlSchema;
import io.scorejar.program.Program;
import io.scorejar.program.ProgramBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.dmg.pmml.PMML;
import org.jpmml.evaluator.ModelEvaluator;

/**
 * PMML, changed: it is refused in a line, or the element is named that is not compiled, or the
 * program gives the answers of JPMML's interpreter, bit for bit, on some rows.
 */
final class PmmlTarget implements Target {

  private static final int ROWS = 12;
  private static final double[] ODD = {
    Double.NaN, 0.0, -0.0, 1, -1, 2, 0.5, 1e300, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  private final List<byte[]> samples;

  PmmlTarget(List<byte[]> samples) {
    this.samples = samples;
  }

  @Override
  public byte[] draw(Random random) {
    byte[] sample = samples.get(random.nextInt(samples.size()));
    return random.nextInt(20) == 0
        ? Bytes.changed(sample, samples, random)
        : new Xml(sample, random).changed();
  }

  @Override
  public String run(byte[] input) {
    Schema schema;
    ModelEvaluator<?> evaluator;
    try {
      PMML pmml = Pmml.readForEvaluation(input);
      evaluator = Evaluators.of(pmml);
      schema = PmmlSchema.of(evaluator);
    } catch (BadModelException e) {
      return Target.refused(e);
    }
    Program program;
    try {
      program = Compiler.compile(Pmml.read(input), schema);
    } catch (NotCompiled e) {
      Target.refused(e);
      return "not compiled";
    }
    program = ProgramBytes.read(ProgramBytes.write(program));
    String text = new String(input, StandardCharsets.UTF_8);
    if (text.contains("laugh") || text.contains("<DefineFunction name=\"f")) {
      return "compiled"; // the interpreter would not come to an end
    }
    JpmmlScorer interpreter;
    try {
      interpreter = JpmmlScorer.of(schema, evaluator);
    } catch (BadModelException e) {
      return Target.refused(e);
    }
    Random random = new Random(Arrays.hashCode(input));
    for (int i = 0; i < ROWS; i++) {
      double[] row = schema.inputs().stream().mapToDouble(one -> value(one, random)).toArray();
      compare(schema, interpreter, program, row);
    }
    return "compiled";
  }

  private static double value(Input input, Random random) {
    int categories = input.categories().size();
    if (random.nextInt(6) == 0) {
      return Double.NaN;
    }
    if (input.type() == Type.STRING) {
      return random.nextInt(categories + 1) - 1;
    }
    if (categories > 0 && input.categories().get(0) instanceof Number) {
      return ((Number) input.categories().get(random.nextInt(categories))).doubleValue();
    }
    if (input.type() == Type.BOOLEAN) {
      return random.nextInt(2);
    }
    if (input.type() == Type.INTEGER) {
      return random.nextInt(12) - 4;
    }
    return random.nextInt(3) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextGaussian() * 2;
  }

  private static void compare(
      Schema schema, JpmmlScorer interpreter, Program program, double[] row) {
    double[] expected = new double[schema.outputs().size()];
    try {
      interpreter.score(row.clone(), expected);
    } catch (ScorejarException refused) {
      return;
    }
    double[] frame = Arrays.copyOf(row, program.slots());
    try {
      program.run(frame);
    } catch (InvalidRowException refused) {
      return; // it works values out that the model does not come to read
    }
    for (int i = 0; i < expected.length; i++) {
      double got = frame[program.output(i)];
      if (Double.doubleToLongBits(got) != Double.doubleToLongBits(expected[i])) {
        throw new IllegalStateException(
            "compiled otherwise: %s of %s: expected %s, got %s"
                .formatted(schema.outputs().get(i).name(), Arrays.toString(row), expected[i], got));
      }
    }
  }
}
