package io.scorejar;

/** What comes first when a version replaces another; the names are those of TensorFlow Serving. */
public enum SwapOrder {
  /** The new version is opened, checked and warm before the old one ends: there is no gap. */
  AVAILABILITY,
  /**
   * The old version ends before the new one is opened, so that never more than one is in memory
   * once the calls under way have ended. Nothing serves in between. What can be told from the file
   * alone, that it is whole and of the right name and schema, is found out before; where the new
   * version does not open after that, the highest one on disk that does takes its place.
   */
  RESOURCE
}
