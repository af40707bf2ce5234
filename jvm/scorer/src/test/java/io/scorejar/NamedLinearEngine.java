package io.scorejar;

import java.util.List;

/** {@link LinearEngine}'s arithmetic over Java values; free text counts by its length. */
final class NamedLinearEngine extends NamedEngine {

  private final double intercept;

  private NamedLinearEngine(Schema schema, double intercept) {
    super(schema);
    this.intercept = intercept;
  }

  @Override
  protected Object[] evaluate(Object[] row) {
    double sum = intercept;
    for (int i = 0; i < row.length; i++) {
      Input input = schema().inputs().get(i);
      boolean free = !input.numeric() && row[i] != null;
      double value = free ? ((String) row[i]).length() : number(input, row[i]);
      sum = LinearEngine.sum(sum, List.of(value));
    }
    return new Object[] {sum, sum > 10 ? "high" : "low"};
  }

  private static double number(Input input, Object value) {
    return Input.UNSEEN.equals(value) ? -1 : input.encode(value);
  }

  /** Makes the engine {@code named}. */
  public static final class Provider implements EngineProvider {

    @Override
    public String name() {
      return "named";
    }

    @Override
    public Scorer open(JarContents contents) {
      return new NamedLinearEngine(contents.manifest().schema(), LinearEngine.intercept(contents));
    }
  }
}
