package io.scorejar.bridge;

import io.scorejar.BadModelException;
import io.scorejar.LiveScorer;
import io.scorejar.ScorerJar;
import io.scorejar.reasons.Reasons;
import java.lang.ref.SoftReference;

/** What a model handle stands for: one jar, or a model whose version changes. */
final class Model {

  private final ScorerJar jar;
  private final LiveScorer live;

  /** Of the version that was asked last; soft, so that one that has retired is let go. */
  private volatile SoftReference<Reasons> reasons = new SoftReference<>(null);

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

  /**
   * The reasons that a version can give; made when they are first asked for.
   *
   * @throws BadModelException if it can give none
   */
  Reasons reasons(ScorerJar version) {
    Reasons known = reasons.get();
    if (known == null || known.jar() != version) {
      synchronized (this) {
        known = reasons.get();
        if (known == null || known.jar() != version) {
          known = Reasons.of(version);
          reasons = new SoftReference<>(known);
        }
      }
    }
    return known;
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
