package io.scorejar.bridge;

import io.scorejar.BadModelException;
import io.scorejar.LiveScorer;
import io.scorejar.ScorerJar;

/** What a model handle stands for: one jar, or a model whose version changes. */
final class Model {

  private final ScorerJar jar;
  private final LiveScorer live;

  private Model(ScorerJar jar, LiveScorer live) {
    this.jar = jar;
    this.live = live;
  }

  static Model of(ScorerJar jar) {
    return new Model(jar, null);
  }

  static Model of(LiveScorer live) {
    return new Model(null, live);
  }

  /** The version in service, or null. */
  ScorerJar serving() {
    return live == null ? jar : live.serving().orElse(null);
  }

  /**
   * The version in service.
   *
   * @throws BadModelException if there is none, with the causes
   */
  ScorerJar current() {
    return live == null ? jar : live.current();
  }

  /** Whether the model belongs to a repository, which closes it. */
  boolean isLive() {
    return live != null;
  }

  void close() {
    if (live == null) {
      jar.close();
    } else {
      live.close();
    }
  }
}
