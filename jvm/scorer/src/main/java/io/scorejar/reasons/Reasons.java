package io.scorejar.reasons;

import io.scorejar.BadModelException;
import io.scorejar.JarContents;
import io.scorejar.Scorer;
import io.scorejar.ScorerJar;
import io.scorejar.program.Covers;
import io.scorejar.program.ProgramBytes;
import io.scorejar.program.Step;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Says of a score what each column adds to it.
 *
 * <pre>{@code
 * Reasons reasons = Reasons.of(jar);
 * Reason why = reasons.explain(Map.of("age", 31.5)).get("probability(1)");
 * }</pre>
 *
 * <p>What is explained is the raw score: the sum in front of the link function that makes a
 * probability of it. For trees a contribution is the column's Shapley value, where a column that is
 * not known goes both ways at a node, by the records that training saw there (path-dependent
 * TreeSHAP); for linear models and scorecards it is the column's term, and the base the intercept.
 * Base and contributions sum to the raw score. What is made of several columns counts for itself,
 * under their names.
 *
 * <p>Assumptions: (1) the jar is open.
 *
 * <p>Guarantees: (1) a row that {@link Scorer} refuses is refused; (2) where the model has no
 * answer, numbers are NaN; (3) safe for any thread; (4) a row of doubles allocates nothing, as long
 * as one thread asks at a time.
 */
public final class Reasons {

  private static final String COMPILED = "compiled";

  /** A block costs as much for one row as for all. */
  private static final int FEWEST_FOR_A_BLOCK = 8;

  private final ScorerJar jar;
  private final Explained explained;
  private final List<String> answers;
  private final int inputs;
  private final AtomicReference<Desk> free = new AtomicReference<>();
  private final int slots;
  private final boolean blocks;

  /** The memory of one thread. */
  private static final class Desk {

    final double[] answer;
    final double[] frame;
    final SharedForest.Work[] works;
    final SharedForest.BlockWork[] blocks;

    Desk(int outputs, int slots, List<SharedForest> forests) {
      answer = new double[outputs];
      frame = new double[slots];
      works = forests.stream().map(SharedForest::work).toArray(SharedForest.Work[]::new);
      blocks = forests.stream().map(SharedForest::blockWork).toArray(SharedForest.BlockWork[]::new);
    }
  }

  private Reasons(ScorerJar jar, JarContents contents) {
    this.jar = jar;
    var program = ProgramBytes.read(contents.required(ProgramBytes.ENTRY));
    this.explained = new Explained(jar.schema(), program, contents.entry(Covers.ENTRY));
    this.inputs = program.inputs();
    this.slots = program.slots();
    this.blocks = explained.forests.stream().allMatch(forest -> forest.blockWork() != null);
    this.answers = explained.scores.stream().map(RawScore::name).toList();
  }

  /**
   * The reasons that a jar can give. Its file is read once more, and what is made of it takes some
   * ten times the memory of scoring: keep it as long as it is asked.
   *
   * @throws BadModelException if the engine is not {@code compiled}, the answer is no sum of trees
   *     or terms, the jar does not hold the records of its leaves, or its file is gone
   */
  public static Reasons of(ScorerJar jar) {
    if (!jar.engine().equals(COMPILED)) {
      throw new BadModelException(
          "reasons: expected the compiled engine, got " + jar.engine() + ", which gives none");
    }
    return new Reasons(jar, jar.contents());
  }

  /** The jar whose scores are explained. */
  public ScorerJar jar() {
    return jar;
  }

  /** The outputs whose raw scores are explained, for example {@code probability(1)}. */
  public List<String> answers() {
    return answers;
  }

  /** What contributes: the inputs in schema order, then what is made of several of them. */
  public List<String> columns() {
    return explained.columns;
  }

  /**
   * How many numbers {@link #explain} writes for a row: for each answer its columns, and a base.
   */
  public int width() {
    return answers.size() * (columns().size() + 1);
  }

  /**
   * Explains rows of doubles, which lie one after another.
   *
   * @param rows as {@link Scorer#score(double[], int, double[])} takes them
   * @param count how many rows to explain; 0 is allowed
   * @param into receives, by row and answer, the contribution of each column and the base last:
   *     shape (count, answers, columns + 1)
   * @throws io.scorejar.InvalidRowException naming the first row that does not fit
   * @throws IllegalArgumentException if {@code into} is too short
   */
  public void explain(double[] rows, int count, double[] into) {
    if (into.length < (long) count * width()) {
      throw new IllegalArgumentException(
          "into: expected " + (long) count * width() + " doubles, got " + into.length);
    }
    double[] given = new double[count * jar.schema().outputs().size()];
    jar.scorer().score(rows, count, given);
    Desk desk = desk();
    int outputs = jar.schema().outputs().size();
    int done = 0;
    while (blocks && count - done >= FEWEST_FOR_A_BLOCK) {
      int size = Math.min(BlockShares.ROWS, count - done);
      block(desk, rows, done, size);
      for (int row = done; row < done + size; row++) {
        begin(desk, rows, row);
        for (int i = 0; i < desk.works.length; i++) {
          explained.forests.get(i).take(desk.blocks[i], row - done, desk.works[i]);
        }
        write(desk, given, row * outputs, into, row * width());
      }
      done += size;
    }
    for (int row = done; row < count; row++) {
      begin(desk, rows, row);
      share(desk);
      write(desk, given, row * outputs, into, row * width());
    }
    free.set(desk);
  }

  /**
   * Explains one row of doubles.
   *
   * @param row as {@link Scorer#score(double[], double[])} takes it
   * @param into as {@link #explain(double[], int, double[])} fills it for one row
   * @throws io.scorejar.InvalidRowException if the row does not fit
   * @throws IllegalArgumentException if {@code into} is too short
   */
  public void explain(double[] row, double[] into) {
    if (into.length < width()) {
      throw new IllegalArgumentException(
          "into: expected " + width() + " doubles, got " + into.length);
    }
    Desk desk = desk();
    jar.scorer().score(row, desk.answer);
    begin(desk, row, 0);
    share(desk);
    write(desk, desk.answer, 0, into, 0);
    free.set(desk);
  }

  private Desk desk() {
    Desk desk = free.getAndSet(null);
    return desk != null ? desk : new Desk(jar.schema().outputs().size(), slots, explained.forests);
  }

  /** Ranks a block of rows, and works out their shares; what is behind them is left as it was. */
  private void block(Desk desk, double[] rows, int first, int size) {
    for (int row = 0; row < size; row++) {
      begin(desk, rows, first + row);
      for (int i = 0; i < desk.works.length; i++) {
        explained.forests.get(i).rank(desk.frame, desk.works[i], desk.blocks[i], row);
      }
    }
    for (int i = 0; i < desk.works.length; i++) {
      explained.forests.get(i).share(desk.blocks[i]);
    }
  }

  /** Works out what forests and terms read of a row. */
  private void begin(Desk desk, double[] rows, int row) {
    System.arraycopy(rows, row * inputs, desk.frame, 0, inputs);
    for (Step step : explained.steps) {
      step.run(desk.frame);
    }
  }

  private void share(Desk desk) {
    for (int i = 0; i < desk.works.length; i++) {
      explained.forests.get(i).share(desk.frame, desk.works[i]);
    }
  }

  private void write(Desk desk, double[] given, int from, double[] into, int at) {
    int stride = columns().size();
    Arrays.fill(into, at, at + width(), 0);
    for (int i = 0; i < explained.scores.size(); i++) {
      RawScore score = explained.scores.get(i);
      int first = at + i * (stride + 1);
      score.add(desk.frame, desk.works, stride, into, first);
      into[first + stride] = score.base();
      if (Double.isNaN(given[from + score.output()])) {
        Arrays.fill(into, first, first + stride, Double.NaN);
      }
    }
  }

  /**
   * Explains one row by name.
   *
   * @param row as {@link Scorer#score(Map)} takes it
   * @return by answer, in the order of {@link #answers}
   * @throws io.scorejar.InvalidRowException if a value does not fit or a name is unknown
   */
  public Map<String, Reason> explain(Map<String, ?> row) {
    double[] into = new double[width()];
    explain(jar.schema().encode(row), into);
    Map<String, Reason> reasons = new LinkedHashMap<>();
    int stride = columns().size();
    for (int i = 0; i < answers.size(); i++) {
      int first = i * (stride + 1);
      Map<String, Double> contributions = new LinkedHashMap<>();
      double sum = into[first + stride];
      for (int k = 0; k < stride; k++) {
        contributions.put(columns().get(k), into[first + k]);
        sum += into[first + k];
      }
      reasons.put(
          answers.get(i),
          new Reason(into[first + stride], sum, Collections.unmodifiableMap(contributions)));
    }
    return reasons;
  }
}
