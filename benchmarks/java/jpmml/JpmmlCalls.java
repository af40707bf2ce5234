import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;

/** JPMML-Evaluator on its own, interpreting the PMML: rows as {@code Map}, one a call. */
final class JpmmlCalls implements Calls {
  private final Evaluator evaluator;
  private final Pool pool;
  private final String output;
  private List<Map<String, Object>> rows = List.of();
  private Map<String, ?> answers = Map.of();

  JpmmlCalls(Path folder, Pool pool, String answer) throws Exception {
    File file = folder.resolve("model.pmml").toFile();
    this.evaluator = new LoadingModelEvaluatorBuilder().load(file).build();
    this.pool = pool;
    this.output = answer;
  }

  @Override
  public void prepare(int first, int size, int calls) {
    rows = IntStream.range(first, first + calls).mapToObj(pool::named).toList();
  }

  @Override
  public void call(int index) {
    answers = evaluator.evaluate(rows.get(index));
  }

  @Override
  public double answer(int row) {
    return ((Number) answers.get(output)).doubleValue();
  }
}
