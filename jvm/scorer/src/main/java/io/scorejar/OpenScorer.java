package io.scorejar;

import java.util.List;
import java.util.Map;

/**
 * The scorer that a jar hands out: it stands in front of the engine's, ends with the jar, and turns
 * whatever an engine should not throw into an {@link InternalException}.
 */
final class OpenScorer implements Scorer {

  private final String name;
  private final Schema schema;
  private volatile Scorer engine;

  OpenScorer(String name, Schema schema, Scorer engine) {
    this.name = name;
    this.schema = schema;
    this.engine = engine;
  }

  /** Lets the engine go. A call under way holds it and goes on to its end. */
  void close() {
    engine = null;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public List<String> describe() {
    Scorer open = engine;
    return open == null ? List.of() : open.describe();
  }

  @Override
  public void score(double[] row, double[] answer) {
    Scorer open = open();
    schema.checkLengths(row, answer);
    try {
      open.score(row, answer);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw failed(e);
    }
  }

  @Override
  public void score(double[] rows, int count, double[] answers) {
    Scorer open = open();
    schema.checkLengths(rows, count, answers);
    try {
      open.score(rows, count, answers);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw failed(e);
    }
  }

  @Override
  public Map<String, Object> score(Map<String, ?> row) {
    Scorer open = open();
    try {
      return open.score(row);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw failed(e);
    }
  }

  private Scorer open() {
    Scorer open = engine;
    if (open == null) {
      throw new IllegalStateException(name + ": expected an open jar, got a closed one");
    }
    return open;
  }

  private RuntimeException failed(Throwable e) {
    return e instanceof ScorejarException known
        ? known
        : new InternalException(name + ": expected an answer from the engine, got " + e, e);
  }
}
