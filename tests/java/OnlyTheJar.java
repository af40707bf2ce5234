import io.scorejar.ScorerJar;

/** Scores a row of doubles with nothing on the class path but one model jar. */
public final class OnlyTheJar {

  private OnlyTheJar() {}

  public static void main(String[] values) {
    try (ScorerJar jar = ScorerJar.onClassPath()) {
      double[] row = new double[values.length];
      for (int i = 0; i < row.length; i++) {
        row[i] = Double.parseDouble(values[i]);
      }
      double[] answer = new double[jar.schema().outputs().size()];
      jar.scorer().score(row, answer);
      System.out.println(answer[0]);
    }
  }
}
