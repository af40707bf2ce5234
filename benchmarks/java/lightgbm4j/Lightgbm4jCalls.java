import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMException;
import java.nio.file.Path;

/** LightGBM's C library behind JNI, as lightgbm4j wraps it: rows as {@code double[]}. */
final class Lightgbm4jCalls implements Calls {
  private final LGBMBooster booster;
  private final PredictionType kind;
  private final Pool pool;
  private double[][] rows = new double[0][];
  private double[] answers = new double[1];
  private int size;

  Lightgbm4jCalls(Path folder, Pool pool, String answer) throws Exception {
    this.booster = LGBMBooster.createFromModelfile(folder.resolve("booster.txt").toString());
    this.kind = PredictionType.C_API_PREDICT_NORMAL; // Asks the library, which is loaded by now.
    this.pool = pool;
  }

  @Override
  public void prepare(int first, int size, int calls) {
    this.size = size;
    rows = new double[calls][];
    for (int call = 0; call < calls; call++) {
      rows[call] = pool.inFileOrder(first + call * size, size);
    }
  }

  @Override
  public void call(int index) {
    double[] row = rows[index];
    try {
      if (size == 1) {
        answers[0] = booster.predictForMatSingleRow(row, kind);
      } else {
        answers = booster.predictForMat(row, size, row.length / size, true, kind, "num_threads=1");
      }
    } catch (LGBMException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public double answer(int row) {
    return answers[row];
  }
}
