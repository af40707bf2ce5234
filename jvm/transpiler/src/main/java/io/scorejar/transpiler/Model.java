package io.scorejar.transpiler;

import io.scorejar.Agreement;
import io.scorejar.BadModelException;
import io.scorejar.Schema;
import io.scorejar.jpmml.Evaluators;
import io.scorejar.jpmml.JpmmlScorer;
import io.scorejar.jpmml.Pmml;
import io.scorejar.jpmml.PmmlSchema;
import java.nio.file.Path;
import org.dmg.pmml.PMML;
import org.jpmml.evaluator.ModelEvaluator;

/**
 * A PMML as it was given, and what JPMML's interpreter makes of it.
 *
 * @param path where it was read, for messages
 * @param xml the document, byte for byte
 * @param pmml read for the interpreter, not to be changed
 * @param evaluator the interpreter as JPMML has it
 * @param agreement what counts as equal for its answers
 * @param interpreter answers as the PMML says: the judge where there is no other
 */
record Model(
    Path path,
    Bytes xml,
    PMML pmml,
    ModelEvaluator<?> evaluator,
    Schema schema,
    Agreement agreement,
    JpmmlScorer interpreter) {

  /**
   * Reads a PMML file.
   *
   * @throws UsageException if it cannot be read
   * @throws BadModelException beginning with the path, if it is not PMML that JPMML can score
   */
  static Model read(Path path) {
    byte[] xml = Arguments.content(path);
    try {
      PMML pmml = Pmml.readForEvaluation(xml);
      ModelEvaluator<?> evaluator = Evaluators.of(pmml);
      Schema schema = PmmlSchema.of(evaluator);
      JpmmlScorer interpreter = JpmmlScorer.of(schema, evaluator);
      return new Model(
          path, Bytes.of(xml), pmml, evaluator, schema, Evaluators.agreement(pmml), interpreter);
    } catch (BadModelException e) {
      throw e.in(path);
    }
  }
}
