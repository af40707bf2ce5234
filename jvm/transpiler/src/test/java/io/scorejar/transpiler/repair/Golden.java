package io.scorejar.transpiler.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.codemodel.JCodeModel;
import io.scorejar.jpmml.Evaluators;
import io.scorejar.jpmml.Pmml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dmg.pmml.PMML;
import org.dmg.pmml.VisitorAction;
import org.dmg.pmml.tree.TreeModel;
import org.jpmml.codemodel.JCodeModelClassLoader;
import org.jpmml.evaluator.EvaluatorUtil;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.model.PMMLUtil;
import org.jpmml.model.visitors.AbstractVisitor;
import org.jpmml.transpiler.TranspilerUtil;

/**
 * A PMML, and what JPMML's interpreter and its transpiler make of it, before and after the repairs.
 *
 * <p>The interpreter's answers from the PMML as it was given are the right ones.
 */
final class Golden {

  private static final double TOLERANCE = 1e-12;

  private final byte[] xml;
  private final List<Object[]> rows;
  private final List<Map<String, ?>> expected;

  private Golden(byte[] xml) {
    this.xml = xml;
    ModelEvaluator<?> interpreter = Evaluators.of(Pmml.readForEvaluation(xml));
    this.rows = new ArrayList<>();
    this.expected = new ArrayList<>();
    for (Object[] row : GoldenRows.of(Pmml.read(xml), interpreter)) {
      try {
        expected.add(answer(interpreter, row));
        rows.add(row);
      } catch (RuntimeException refused) {
        // A value that the model does not take.
      }
    }
    assertTrue(rows.size() >= GoldenRows.COUNT / 3, rows.size() + " rows are too few");
  }

  /** The one in {@code src/test/resources/repair}. */
  static Golden of(String name) {
    return new Golden(content(name));
  }

  /** The one in {@code src/test/resources/repair}, which need not be one that can be scored. */
  static PMML read(String name) {
    return Pmml.read(content(name));
  }

  private static byte[] content(String name) {
    try (InputStream file = Golden.class.getResourceAsStream("/repair/" + name + ".pmml")) {
      return Objects.requireNonNull(file, name).readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  /** A document made by the test. */
  static Golden of(byte[] xml) {
    return new Golden(xml);
  }

  /** Asserts that the transpiler by itself fails, or answers a row otherwise. */
  Golden fails() {
    try {
      PMML transpiled = compiled(TranspilerUtil.translate(Pmml.read(xml), "golden.Plain"));
      assertTrue(
          differences(Evaluators.of(transpiled)) > 0,
          "expected a model that needs a repair, got one that is right without");
    } catch (IOException | RuntimeException failed) {
      // As expected.
    }
    return this;
  }

  /** Asserts that the transpiler by itself leaves trees to the interpreter. */
  Golden isLeftToTheInterpreter() throws IOException {
    PMML transpiled = compiled(TranspilerUtil.translate(Pmml.read(xml), "golden.Plain"));
    assertTrue(trees(transpiled) > 0, "expected trees that are not translated, got none");
    return this;
  }

  /**
   * Asserts that the interpreter's answers stay as they are and that the transpiled model gives
   * them too, with no tree left to the interpreter.
   *
   * @param sentences what the repairs are to say
   */
  void isRepaired(String... sentences) throws IOException {
    PMML repaired = Pmml.read(xml);
    List<String> said = new ArrayList<>(Repairs.apply(repaired));
    assertEquals(0, differences(interpreted(repaired)), "interpreted after the repairs");
    JCodeModel code = TranspilerUtil.translate(repaired, "golden.Repaired");
    said.addAll(Repairs.apply(code));
    PMML transpiled = compiled(code);
    assertEquals(0, differences(Evaluators.of(transpiled)), "transpiled after the repairs");
    assertEquals(0, trees(transpiled), "trees left to the interpreter");
    assertEquals(List.of(sentences), said);
  }

  /** The repaired PMML as text. */
  String repaired() {
    PMML repaired = Pmml.read(xml);
    Repairs.apply(repaired);
    return text(repaired);
  }

  /** The PMML as it was given, as text. */
  String given() {
    return text(Pmml.read(xml));
  }

  private static ModelEvaluator<?> interpreted(PMML pmml) {
    return Evaluators.of(Pmml.readForEvaluation(text(pmml).getBytes(StandardCharsets.UTF_8)));
  }

  /** A document as text. */
  static String text(PMML pmml) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PMMLUtil.marshal(pmml, text);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static PMML compiled(JCodeModel code) throws IOException {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try {
      TranspilerUtil.compile(code, new PrintStream(errors, true, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IOException(errors.toString(StandardCharsets.UTF_8), e);
    }
    return PMMLUtil.load(new JCodeModelClassLoader(code));
  }

  private static int trees(PMML transpiled) {
    int[] trees = {0};
    new AbstractVisitor() {
      @Override
      public VisitorAction visit(TreeModel tree) {
        trees[0]++;
        return super.visit(tree);
      }
    }.applyTo(transpiled);
    return trees[0];
  }

  private int differences(ModelEvaluator<?> model) {
    int differences = 0;
    for (int i = 0; i < rows.size(); i++) {
      differences += agrees(model, rows.get(i), expected.get(i)) ? 0 : 1;
    }
    return differences;
  }

  private static boolean agrees(ModelEvaluator<?> model, Object[] row, Map<String, ?> expected) {
    try {
      Map<String, ?> answer = answer(model, row);
      return answer.keySet().equals(expected.keySet())
          && answer.keySet().stream().allMatch(key -> same(answer.get(key), expected.get(key)));
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static boolean same(Object one, Object other) {
    if (one instanceof Double a && other instanceof Double b) {
      return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(b));
    }
    return Objects.equals(one, other);
  }

  /** The fields of a row are those of the model by position: the repairs rename them. */
  private static Map<String, ?> answer(ModelEvaluator<?> model, Object[] row) {
    List<InputField> fields = model.getActiveFields();
    if (fields.size() != row.length) {
      throw new IllegalStateException(fields.size() + " fields for " + Arrays.toString(row));
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (int i = 0; i < row.length; i++) {
      arguments.put(fields.get(i).getName(), row[i]);
    }
    return new LinkedHashMap<>(EvaluatorUtil.decodeAll(model.evaluate(arguments)));
  }
}
