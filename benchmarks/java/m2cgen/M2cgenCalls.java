import java.nio.file.Path;

/** The class that m2cgen wrote for the model: rows as {@code double[]}, one a call. */
final class M2cgenCalls implements Calls {
  private final Pool pool;
  private double[][] rows = new double[0][];
  private double[] answers = new double[0];

  M2cgenCalls(Path folder, Pool pool, String answer) {
    this.pool = pool;
  }

  @Override
  public void prepare(int first, int size, int calls) {
    rows = new double[calls][];
    for (int call = 0; call < calls; call++) {
      rows[call] = pool.inFileOrder(first + call, 1);
    }
  }

  @Override
  public void call(int index) {
    answers = M2cgenModel.score(rows[index]);
  }

  @Override
  public double answer(int row) {
    return answers[1];
  }
}
