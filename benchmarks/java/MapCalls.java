import io.scorejar.Scorer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Rows as {@code Map} from column to value, one a call. */
final class MapCalls implements Calls {
  private final Scorer scorer;
  private final Pool pool;
  private final String output;
  private List<Map<String, Object>> rows = List.of();
  private Map<String, Object> answers = Map.of();

  MapCalls(Scorer scorer, Pool pool, String answer) {
    this.scorer = scorer;
    this.pool = pool;
    this.output = answer;
  }

  @Override
  public void prepare(int first, int size, int calls) {
    if (size != 1) {
      throw new IllegalArgumentException("a Map is one row; got " + size);
    }
    rows = IntStream.range(first, first + calls).mapToObj(pool::named).toList();
  }

  @Override
  public void call(int index) {
    answers = scorer.score(rows.get(index));
  }

  @Override
  public double answer(int row) {
    return ((Number) answers.get(output)).doubleValue();
  }
}
