package example;

import io.scorejar.InvalidRowException;
import io.scorejar.Schema;
import io.scorejar.Scorer;
import io.scorejar.ScorerJar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Opens a jar and scores the rows of a CSV file, in each of the three forms: by name, as one {@code
 * double[]}, and as a batch.
 *
 * <pre>java -cp "target/classes:target/lib/*" example.ScoreRows models/credit/7.jar rows.csv</pre>
 */
public final class ScoreRows {
  private ScoreRows() {}

  /** Takes the jar and the CSV file. */
  public static void main(String[] arguments) throws IOException {
    // Opening checks the jar's digest and scores the rows of evidence that it carries. Do it once.
    try (ScorerJar jar = ScorerJar.open(Path.of(arguments[0]))) {
      System.out.println("opened " + jar + ", " + jar.schema());
      List<Map<String, Object>> rows = Rows.read(Path.of(arguments[1]), jar.schema());
      List<Map<String, Object>> good = byName(jar.scorer(), rows);
      asDoubles(jar.scorer(), good);
      asBatch(jar.scorer(), good);
    }
  }

  /** The convenient form: values by column, answers by output. Returns the rows that were right. */
  private static List<Map<String, Object>> byName(Scorer scorer, List<Map<String, Object>> rows) {
    List<Map<String, Object>> good = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      try {
        Map<String, Object> answer = scorer.score(row);
        System.out.println("by name " + answer);
        good.add(row);
      } catch (InvalidRowException e) {
        // For example: age: expected double, got 'abc'
        System.out.println("refused " + e.getMessage());
      }
    }
    return good;
  }

  /** The fast form: a row is an array in the order of the schema's inputs, NaN is missing. */
  private static void asDoubles(Scorer scorer, List<Map<String, Object>> rows) {
    Schema schema = scorer.schema();
    // A scorer keeps no state between calls, so one array for the answers serves a whole thread.
    double[] answer = new double[schema.outputs().size()];
    for (Map<String, Object> row : rows) {
      // A string is the index of its category: `encode` and `decode` know. Where all the columns
      // are numbers, fill the array yourself.
      double[] encoded = schema.encode(row);
      scorer.score(encoded, answer);
      System.out.println("doubles " + schema.decode(answer));
    }
  }

  /** Many rows at once, one after another in one array: more rows a second than one at a time. */
  private static void asBatch(Scorer scorer, List<Map<String, Object>> rows) {
    Schema schema = scorer.schema();
    int inputs = schema.inputs().size();
    int outputs = schema.outputs().size();
    double[] batch = new double[rows.size() * inputs];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(schema.encode(rows.get(i)), 0, batch, i * inputs, inputs);
    }
    double[] answers = new double[rows.size() * outputs];
    scorer.score(batch, rows.size(), answers);
    for (int i = 0; i < rows.size(); i++) {
      double[] answer = Arrays.copyOfRange(answers, i * outputs, (i + 1) * outputs);
      System.out.println("batch " + schema.decode(answer));
    }
  }
}
