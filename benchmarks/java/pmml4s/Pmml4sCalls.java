import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pmml4s.model.Model;

/** PMML4S, which interprets the PMML: rows as {@code Map}, one a call. */
final class Pmml4sCalls implements Calls {
  private final Model model;
  private final Pool pool;
  private final String output;
  private List<Map<String, Object>> rows = List.of();
  private Map<String, Object> answers = Map.of();

  Pmml4sCalls(Path folder, Pool pool, String answer) {
    this.model = Model.fromFile(folder.resolve("model.pmml").toString());
    this.pool = pool;
    this.output = answer;
  }

  @Override
  public void prepare(int first, int size, int calls) {
    rows = IntStream.range(first, first + calls).mapToObj(pool::named).toList();
  }

  @Override
  public void call(int index) {
    answers = model.predict(rows.get(index));
  }

  @Override
  public double answer(int row) {
    return ((Number) answers.get(output)).doubleValue();
  }
}
