package io.scorejar.transpiler.repair;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.scorejar.jpmml.Evaluators;
import io.scorejar.jpmml.Pmml;
import java.io.IOException;
import java.util.Map;
import org.dmg.pmml.PMML;
import org.jpmml.evaluator.EvaluatorUtil;
import org.jpmml.evaluator.ModelEvaluator;
import org.junit.jupiter.api.Test;

/** The expected answers are those of the scikit-learn pipelines that the PMML was made of. */
final class NestedTargetsTest {

  private static final Map<String, Double> ROW = Map.of("num", -1.5, "uni", 3.0);

  @Test
  void a_calibrated_classifier_of_integer_classes_has_probabilities() throws IOException {
    Golden calibrated = Golden.of("calibrated");
    assertEquals(0.0, interpreted(calibrated.given()).get("probability(1)"));
    String corrected = corrected(calibrated);
    Map<String, ?> answer = interpreted(corrected);
    assertEquals(0.14275688719068302, (double) answer.get("probability(0)"), 1e-12);
    assertEquals(0.857243112809317, (double) answer.get("probability(1)"), 1e-12);
    assertEquals(1, answer.get("y"));
    Golden.of(corrected.getBytes(UTF_8)).fails().isRepaired(EnsemblesTest.CLASSES_LISTED + "2");
  }

  @Test
  void one_integer_class_versus_the_rest_has_probabilities() throws IOException {
    PMML pmml = Golden.read("one_versus_rest_integers");
    String given = Golden.text(pmml);
    assertThrows(NumberFormatException.class, () -> interpreted(given));
    NestedTargets.add(pmml);
    String corrected = Golden.text(pmml);
    Map<String, ?> answer = interpreted(corrected);
    assertEquals(0.2773866458077964, (double) answer.get("probability(1)"), 1e-12);
    assertEquals(0.41915561255937694, (double) answer.get("probability(2)"), 1e-12);
    assertEquals(0.3034577416328266, (double) answer.get("probability(3)"), 1e-12);
    assertEquals(2, answer.get("y"));
    Golden.of(corrected.getBytes(UTF_8)).fails().isRepaired(EnsemblesTest.ONE_FOR_EACH_CLASS);
  }

  @Test
  void other_models_stay_as_they_are() {
    for (String name : new String[] {"stacked_trees", "bagged_trees", "one_versus_rest"}) {
      Golden golden = Golden.of(name);
      assertEquals(golden.given(), corrected(golden), name);
    }
  }

  private static String corrected(Golden golden) {
    PMML pmml = Pmml.read(golden.given().getBytes(UTF_8));
    NestedTargets.add(pmml);
    return Golden.text(pmml);
  }

  private static Map<String, ?> interpreted(String pmml) {
    ModelEvaluator<?> interpreter = Evaluators.of(Pmml.readForEvaluation(pmml.getBytes(UTF_8)));
    return EvaluatorUtil.decodeAll(interpreter.evaluate(ROW));
  }
}
