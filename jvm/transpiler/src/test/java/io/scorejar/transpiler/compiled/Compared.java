package io.scorejar.transpiler.compiled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.Input;
import io.scorejar.InvalidRowException;
import io.scorejar.Schema;
import io.scorejar.ScorejarException;
import io.scorejar.Scorer;
import io.scorejar.Type;
import io.scorejar.compiler.Compiler;
import io.scorejar.jpmml.Evaluators;
import io.scorejar.jpmml.JpmmlScorer;
import io.scorejar.jpmml.Pmml;
import io.scorejar.jpmml.PmmlSchema;
import io.scorejar.program.Boundaries;
import io.scorejar.program.Column;
import io.scorejar.program.Forest;
import io.scorejar.program.Program;
import io.scorejar.program.ProgramBytes;
import io.scorejar.program.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jpmml.evaluator.ModelEvaluator;

/** A program beside JPMML's interpreter of the same PMML, answer by answer and bit by bit. */
final class Compared {

  private static final Pattern LITERAL = Pattern.compile(" value=\"(-?[0-9.]+)\"");

  private final Schema schema;
  private final Scorer interpreter;
  private final Program program;
  private final List<List<Double>> candidates = new ArrayList<>();

  /** By which share of it an answer may differ; 0 for not by one bit. */
  private final double tolerance;

  private int answered;
  private int refusedByProgramOnly;
  private int refusedByInterpreter;
  private int refusedByBoth;

  private Compared(byte[] xml, double tolerance) {
    this.tolerance = tolerance;
    ModelEvaluator<?> evaluator = Evaluators.of(Pmml.readForEvaluation(xml));
    this.schema = PmmlSchema.of(evaluator);
    this.interpreter = JpmmlScorer.of(schema, evaluator);
    byte[] bytes = ProgramBytes.write(Compiler.compile(Pmml.read(xml), schema));
    this.program = ProgramBytes.read(bytes);
    schema.inputs().forEach(input -> candidates.add(new ArrayList<>()));
    program.steps().forEach(this::addBoundaries);
    addLiterals(new String(xml, StandardCharsets.UTF_8));
  }

  /** Compares the answers to rows that stand at and beside every boundary. */
  static Compared on(byte[] xml, int rows) {
    return on(xml, rows, 0);
  }

  /** The same, where the interpreter's library of functions differs from that of Java. */
  static Compared on(byte[] xml, int rows, double tolerance) {
    Compared compared = new Compared(xml, tolerance);
    Random random = new Random(rows);
    for (int row = 0; row < rows; row++) {
      compared.compare(compared.row(random, row % 3));
    }
    return compared;
  }

  /** Rows that both answered. */
  int answered() {
    return answered;
  }

  /** Rows that the interpreter answers because it does not come to read a value. */
  int refusedByProgramOnly() {
    return refusedByProgramOnly;
  }

  /** Rows that the interpreter refuses. */
  int refusedByInterpreter() {
    return refusedByInterpreter;
  }

  /** Rows that both refuse. */
  int refusedByBoth() {
    return refusedByBoth;
  }

  private void addBoundaries(Step step) {
    if (step instanceof Forest forest) {
      for (Column column : forest.columns()) {
        if (column instanceof Boundaries numbers && numbers.slot() < candidates.size()) {
          for (int i = 0; i < numbers.count(); i++) {
            double boundary = numbers.boundary(i);
            candidates
                .get(numbers.slot())
                .addAll(List.of(boundary, Math.nextUp(boundary), Math.nextDown(boundary)));
          }
        }
      }
    }
  }

  /** What the document compares with, whatever the program makes of it. */
  private void addLiterals(String xml) {
    Matcher literals = LITERAL.matcher(xml);
    while (literals.find()) {
      double literal = Double.parseDouble(literals.group(1));
      for (List<Double> near : candidates) {
        near.addAll(List.of(literal, Math.nextUp(literal), Math.nextDown(literal)));
      }
    }
  }

  private double[] row(Random random, int wildness) {
    double[] row = new double[schema.inputs().size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(random, wildness, schema.inputs().get(i), candidates.get(i));
    }
    return row;
  }

  private static double value(Random random, int wildness, Input input, List<Double> near) {
    int dice = random.nextInt(100);
    if (wildness > 0 && dice < 12) {
      return Double.NaN;
    }
    boolean wild = wildness > 1 && dice < 24;
    int categories = input.categories().size();
    if (input.type() == Type.STRING) {
      return wild ? -1 : random.nextInt(categories);
    }
    if (categories > 0 && !wild) {
      return ((Number) input.categories().get(random.nextInt(categories))).doubleValue();
    }
    if (input.type() == Type.BOOLEAN) {
      return random.nextInt(2);
    }
    if (input.type() == Type.INTEGER) {
      return random.nextInt(12) - 4;
    }
    if (input.type() == Type.DATE) {
      return 10_955 + random.nextInt(5);
    }
    if (input.type() == Type.DATE_TIME) {
      return 631_152_000 + random.nextInt(40) / 8.0 - 2;
    }
    if (input.type() == Type.TIME) {
      return random.nextInt(4 * 86_400) / 4.0;
    }
    if (wild) {
      double[] odd = {
        -0.0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e300, -999
      };
      return odd[random.nextInt(odd.length)];
    }
    return dice < 60 && !near.isEmpty()
        ? near.get(random.nextInt(near.size()))
        : random.nextGaussian() * 2;
  }

  private void compare(double[] row) {
    double[] expected = new double[schema.outputs().size()];
    try {
      interpreter.score(row.clone(), expected);
    } catch (ScorejarException refused) {
      refusedByInterpreter++;
      refusedByBoth += refusedByProgram(row) ? 1 : 0;
      return;
    }
    double[] frame = Arrays.copyOf(row, program.slots());
    try {
      program.run(frame);
    } catch (InvalidRowException refused) {
      refusedByProgramOnly++;
      return;
    }
    answered++;
    for (int i = 0; i < expected.length; i++) {
      double actual = frame[program.output(i)];
      if (Math.abs(expected[i] - actual) <= tolerance * Math.abs(expected[i])) {
        continue;
      }
      assertEquals(
          Double.doubleToLongBits(expected[i]),
          Double.doubleToLongBits(actual),
          () -> schema.outputs() + " of " + Arrays.toString(row));
    }
  }

  private boolean refusedByProgram(double[] row) {
    try {
      program.run(Arrays.copyOf(row, program.slots()));
      return false;
    } catch (InvalidRowException refused) {
      return true;
    }
  }

  /** Requires that most rows were answered. */
  Compared mostly(double share, int rows) {
    assertTrue(answered >= share * rows, answered + " of " + rows + " rows were answered");
    return this;
  }
}
