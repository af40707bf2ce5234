package io.scorejar.transpiler.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scorejar.Schema;
import io.scorejar.ScorejarException;
import io.scorejar.jpmml.Evaluators;
import io.scorejar.jpmml.JpmmlScorer;
import io.scorejar.jpmml.Pmml;
import io.scorejar.jpmml.PmmlSchema;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dmg.pmml.PMML;
import org.jpmml.evaluator.ModelEvaluator;

/** A model as text, the rows that are made of it, and what the interpreter says of rows. */
record Made(Schema schema, JpmmlScorer interpreter, HurtingRows rows) {

  /** What stands for the answer to a row that is refused. */
  static final Object REFUSED = "refused";

  static Made of(String pmml, long seed, int most, List<List<Object>> real) {
    PMML document = Pmml.readForEvaluation(pmml.getBytes(UTF_8));
    ModelEvaluator<?> evaluator = Evaluators.of(document);
    Schema schema = PmmlSchema.of(evaluator);
    return new Made(
        schema,
        JpmmlScorer.of(schema, evaluator),
        HurtingRows.of(document, evaluator, schema, real, seed, most));
  }

  static Made of(String pmml) {
    return of(pmml, 0, 10_000, List.of());
  }

  /** The first output; null where it is missing. */
  Object answer(List<Object> row) {
    Map<String, Object> named = new HashMap<>();
    for (int i = 0; i < row.size(); i++) {
      named.put(schema.inputs().get(i).name(), row.get(i));
    }
    try {
      return interpreter.score(named).get(schema.outputs().get(0).name());
    } catch (ScorejarException e) {
      return REFUSED;
    }
  }

  Set<Object> answers() {
    Set<Object> answers = new LinkedHashSet<>();
    rows.rows().forEach(row -> answers.add(answer(row)));
    answers.remove(REFUSED);
    return answers;
  }

  /** A document of numeric columns x0, x1, … and a string column c of a, b and d. */
  static String document(int numbers, String derived, String model) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < numbers; i++) {
      fields.append(
          "<DataField name=\"x%d\" optype=\"continuous\" dataType=\"double\"/>".formatted(i));
    }
    return """
    <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
      <Header/>
      <DataDictionary>%s
        <DataField name="c" optype="categorical" dataType="string">
          <Value value="a"/><Value value="b"/><Value value="d"/>
        </DataField>
        <DataField name="y" optype="continuous" dataType="double"/>
      </DataDictionary>
      <TransformationDictionary>%s</TransformationDictionary>
      %s
    </PMML>\
    """
        .formatted(fields, derived, model);
  }

  /** A mining schema of those columns, the last of which accepts unseen categories. */
  static String miningSchema(int numbers) {
    StringBuilder fields = new StringBuilder("<MiningSchema>");
    for (int i = 0; i < numbers; i++) {
      fields.append("<MiningField name=\"x%d\"/>".formatted(i));
    }
    return fields
        + "<MiningField name=\"c\" invalidValueTreatment=\"asIs\"/>"
        + "<MiningField name=\"y\" usageType=\"target\"/></MiningSchema>";
  }
}
