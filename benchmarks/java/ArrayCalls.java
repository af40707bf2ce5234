import io.scorejar.Scorer;

/** Rows as {@code double[]} in schema order; a batch is one array, row after row. */
final class ArrayCalls implements Calls {
  private final Scorer scorer;
  private final Pool pool;
  private final int output;
  private final int outputs;
  private double[][] rows = new double[0][];
  private double[] answers = new double[0];
  private int size;

  ArrayCalls(Scorer scorer, Pool pool, String answer) {
    this.scorer = scorer;
    this.pool = pool;
    this.outputs = scorer.schema().outputs().size();
    int index = 0;
    while (!scorer.schema().outputs().get(index).name().equals(answer)) {
      index++;
    }
    this.output = index;
  }

  @Override
  public void prepare(int first, int size, int calls) {
    int width = pool.columns();
    if (rows.length != calls || this.size != size) {
      this.size = size;
      rows = new double[calls][size * width];
      answers = new double[size * outputs];
    }
    for (int call = 0; call < calls; call++) {
      for (int row = 0; row < size; row++) {
        pool.copy(first + call * size + row, rows[call], row * width);
      }
    }
  }

  @Override
  public void call(int index) {
    if (size == 1) {
      scorer.score(rows[index], answers);
    } else {
      scorer.score(rows[index], size, answers);
    }
  }

  @Override
  public double answer(int row) {
    return answers[row * outputs + output];
  }
}
