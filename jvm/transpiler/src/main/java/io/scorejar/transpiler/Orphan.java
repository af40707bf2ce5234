package io.scorejar.transpiler;

import java.io.IOException;

/** Ends a child process when its parent is gone, however that ended. */
final class Orphan {

  private Orphan() {}

  /** The parent holds the other end of standard input and writes nothing. */
  static void endsWithItsParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (IOException e) {
                // The pipe is gone, and the parent with it.
              }
              Runtime.getRuntime().halt(1);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }
}
