package io.scorejar.jpmml;

import io.scorejar.BadModelException;
import io.scorejar.InternalException;
import io.scorejar.InvalidRowException;
import io.scorejar.NamedEngine;
import io.scorejar.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jpmml.evaluator.EvaluationException;
import org.jpmml.evaluator.EvaluatorUtil;
import org.jpmml.evaluator.FieldValueUtil;
import org.jpmml.evaluator.InputField;
import org.jpmml.evaluator.MissingFieldValueException;
import org.jpmml.evaluator.ModelEvaluationContext;
import org.jpmml.evaluator.ModelEvaluator;
import org.jpmml.model.PMMLException;

/**
 * Scores rows with one of JPMML's evaluators. Safe for any number of threads.
 *
 * <p>The model's own fields stand for those of the schema by position, so that a model may name
 * them as it likes. A missing value is null; NaN never reaches JPMML, to which it is a number.
 */
public final class JpmmlScorer extends NamedEngine {

  private final ModelEvaluator<?> evaluator;

  /** By place; null where the model does not read the input and has no field for it. */
  private final List<InputField> fields;

  private final Map<String, Integer> places;
  private final List<String> answers;
  private final List<String> inner;

  private JpmmlScorer(Schema schema, ModelEvaluator<?> evaluator, List<String> inner) {
    super(schema);
    this.inner = inner;
    this.evaluator = evaluator;
    List<String> names = InputNames.of(evaluator);
    Map<String, InputField> byName = new HashMap<>();
    evaluator.getActiveFields().forEach(field -> byName.put(field.getName(), field));
    this.fields = names.stream().map(byName::get).toList();
    this.places = new HashMap<>(names.size() * 2);
    names.forEach(name -> places.put(name, places.size()));
    this.answers = Answers.keys(evaluator);
  }

  /**
   * A scorer of a model under a schema.
   *
   * @param schema that of the PMML that the model was made from
   * @param evaluator of {@link Evaluators}
   * @throws BadModelException if the model has other numbers of inputs and outputs
   */
  public static JpmmlScorer of(Schema schema, ModelEvaluator<?> evaluator) {
    return of(schema, evaluator, List.of());
  }

  /**
   * A scorer that also tells what parts of the model answer each other: raw scores, as a rule,
   * before a link function is applied.
   *
   * @param schema with an output for each of {@code inner} behind those of the model
   * @param inner names of output fields that are no final results; missing where the model, as it
   *     is built, has none of that name
   */
  public static JpmmlScorer of(Schema schema, ModelEvaluator<?> evaluator, List<String> inner) {
    try {
      JpmmlScorer scorer = new JpmmlScorer(schema, evaluator, List.copyOf(inner));
      requireCount("inputs", schema.inputs().size(), scorer.places.size());
      requireCount("outputs", schema.outputs().size() - inner.size(), scorer.answers.size());
      return scorer;
    } catch (PMMLException e) {
      throw Defects.of(e);
    }
  }

  private static void requireCount(String what, int expected, int got) {
    if (expected != got) {
      throw new BadModelException(
          "expected a model of " + expected + " " + what + ", as model.json has it, got " + got);
    }
  }

  @Override
  protected Object[] evaluate(Object[] row) {
    for (int i = 0; i < row.length; i++) {
      row[i] = Temporals.toPmml(row[i]);
    }
    try {
      RowView values = new RowView(places, row);
      return inner.isEmpty() ? answer(evaluator.evaluate(values)) : complete(values);
    } catch (EvaluationException e) {
      throw wrongRow(row, e);
    } catch (RuntimeException | StackOverflowError e) {
      throw new InternalException("the model failed on this row: " + oneLine(e), e);
    }
  }

  private Object[] answer(Map<String, ?> results) {
    Object[] answer = new Object[answers.size() + inner.size()];
    for (int i = 0; i < answers.size(); i++) {
      answer[i] = Temporals.toJava(EvaluatorUtil.decode(results.get(answers.get(i))));
    }
    return answer;
  }

  /** What {@code evaluate} does, with a look at the fields that it has met on its way. */
  private Object[] complete(RowView values) {
    ModelEvaluationContext context = evaluator.createEvaluationContext();
    context.setArguments(values);
    Object[] answer = answer(evaluator.evaluateInternal(context));
    for (int i = 0; i < inner.size(); i++) {
      answer[answers.size() + i] = value(context, inner.get(i));
    }
    return answer;
  }

  private static Object value(ModelEvaluationContext context, String field) {
    try {
      return FieldValueUtil.getValue(context.lookup(field));
    } catch (MissingFieldValueException e) {
      return null;
    }
  }

  /**
   * JPMML looks at a field when the model first reads it, and its message has the model's own name.
   */
  private InvalidRowException wrongRow(Object[] row, EvaluationException e) {
    for (int i = 0; i < row.length; i++) {
      if (fields.get(i) == null) {
        continue;
      }
      try {
        fields.get(i).prepare(row[i]);
      } catch (PMMLException refused) {
        return new InvalidRowException(
            Domains.expected(schema().inputs().get(i), fields.get(i), row[i]));
      }
    }
    return new InvalidRowException("the model has no answer for this row: " + oneLine(e));
  }

  private static String oneLine(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("");
  }
}
