package io.scorejar.jpmml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.BadModelException;
import io.scorejar.EngineProvider;
import io.scorejar.JarContents;
import io.scorejar.Schema;
import io.scorejar.Scorer;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import javax.tools.ToolProvider;
import org.jpmml.evaluator.ModelEvaluator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnginesTest {

  private static final byte[] XML = Documents.xml("chain.pmml");
  private static final Schema SCHEMA = Documents.schema(XML);

  @TempDir Path folder;

  /** A class as the transpiler makes them: a PMML that builds itself. Answers 2 x + 1. */
  private byte[] generated() throws Exception {
    String source =
        """
        package generated;
        import org.dmg.pmml.*;
        import org.dmg.pmml.regression.*;
        public class Line extends PMML {
          public Line() {
            super("4.4", new Header(), new DataDictionary()
                .addDataFields(new DataField("x", OpType.CONTINUOUS, DataType.DOUBLE)));
            RegressionTable table = new RegressionTable(1)
                .addNumericPredictors(new NumericPredictor("x", 2));
            addModels(new RegressionModel(MiningFunction.REGRESSION,
                new MiningSchema().addMiningFields(new MiningField("x")), null)
                .addRegressionTables(table));
          }
        }
        """;
    Path file = Files.writeString(folder.resolve("Line.java"), source);
    String[] arguments = {
      "-proc:none", "-nowarn", "-cp", classPath(), "-d", folder.toString(), file.toString()
    };
    assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments));
    return Files.readAllBytes(folder.resolve("generated/Line.class"));
  }

  private static String classPath() throws Exception {
    return Path.of(
            org.dmg.pmml.PMML.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }

  private static JarContents transpiled(Schema schema, String className, byte[] bytes) {
    return Documents.jar(
        TranspiledEngine.NAME,
        schema,
        Map.of(
            TranspiledEngine.ENTRY,
            (className + "\n").getBytes(UTF_8),
            "generated/Line.class",
            bytes));
  }

  private static Schema lineSchema() {
    byte[] xml =
        Documents.changed(
            "clusters.pmml",
            "<Output>",
            "<Output><OutputField name='prediction' dataType='double' feature='affinity'/>",
            "<OutputField name=\"cluster\" dataType=\"string\" feature=\"predictedValue\"/>",
            "");
    return Documents.schema(xml);
  }

  @Test
  void both_engines_are_found_as_services() {
    List<String> names = new ArrayList<>();
    ServiceLoader.load(EngineProvider.class).forEach(provider -> names.add(provider.name()));
    assertTrue(names.containsAll(List.of("transpiled", "interpreted")), names.toString());
  }

  @Test
  void the_interpreter_scores_the_pmml_of_a_jar() {
    JarContents jar =
        Documents.jar("interpreted", SCHEMA, Map.of("META-INF/scorejar/model.pmml", XML));
    Scorer scorer = new InterpretedEngine().open(jar);
    assertEquals(0.5, scorer.score(Map.of("x", 0)).get("p(yes)"));
  }

  @Test
  void a_jar_without_the_engines_entry_is_refused() {
    JarContents jar = Documents.jar("interpreted", SCHEMA, Map.of());
    assertEquals(
        "expected an entry META-INF/scorejar/model.pmml, got none",
        assertThrows(BadModelException.class, () -> new InterpretedEngine().open(jar))
            .getMessage());
    assertEquals(
        "expected an entry META-INF/services/org.dmg.pmml.PMML, got none",
        assertThrows(BadModelException.class, () -> new TranspiledEngine().open(jar)).getMessage());
  }

  @Test
  void generated_classes_are_taken_from_the_jar() throws Exception {
    JarContents jar = transpiled(lineSchema(), "generated.Line", generated());
    Scorer scorer = new TranspiledEngine().open(jar);
    assertEquals(Map.of("prediction", 7.0), scorer.score(Map.of("x", 3)));
  }

  @Test
  void the_context_class_loader_has_no_say() throws Exception {
    JarContents jar = transpiled(lineSchema(), "generated.Line", generated());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try {
      assertEquals(
          Map.of("prediction", 1.0), new TranspiledEngine().open(jar).score(Map.of("x", 0)));
      JarContents pmml = Documents.jar("interpreted", SCHEMA, Map.of(InterpretedEngine.ENTRY, XML));
      assertNotNull(new InterpretedEngine().open(pmml));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void a_class_beside_the_jar_is_not_taken_for_the_jars() throws Exception {
    JarContents jar = transpiled(lineSchema(), "org.dmg.pmml.PMML", generated());
    assertEquals(
        "expected the class org.dmg.pmml.PMML in the jar, got one beside it",
        assertThrows(BadModelException.class, () -> new TranspiledEngine().open(jar)).getMessage());
  }

  @Test
  void a_class_that_is_missing_or_no_model_is_refused() throws Exception {
    byte[] bytes = generated();
    assertEquals(
        "expected a generated model in generated.Curve, got"
            + " java.lang.ClassNotFoundException: generated.Curve",
        assertThrows(
                BadModelException.class,
                () -> new TranspiledEngine().open(transpiled(SCHEMA, "generated.Curve", bytes)))
            .getMessage());
  }

  @Test
  void the_loader_of_a_jar_that_is_let_go_is_collected() throws Exception {
    WeakReference<ClassLoader> loader = loaderOfAScorerThatWasUsed();
    for (int i = 0; i < 50 && loader.get() != null; i++) {
      System.gc();
    }
    assertNull(loader.get());
  }

  private WeakReference<ClassLoader> loaderOfAScorerThatWasUsed() throws Exception {
    Scorer scorer =
        new TranspiledEngine().open(transpiled(lineSchema(), "generated.Line", generated()));
    scorer.score(Map.of("x", 1));
    Field field = JpmmlScorer.class.getDeclaredField("evaluator");
    field.setAccessible(true);
    ModelEvaluator<?> evaluator = (ModelEvaluator<?>) field.get(scorer);
    assertEquals("generated.Line", evaluator.getPMML().getClass().getName());
    return new WeakReference<>(evaluator.getPMML().getClass().getClassLoader());
  }
}
