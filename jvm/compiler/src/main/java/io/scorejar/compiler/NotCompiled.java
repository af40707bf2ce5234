package io.scorejar.compiler;

import java.io.Serial;
import org.dmg.pmml.PMMLObject;

/** A model, or a part of one, that the compiler cannot take. The message names the PMML element. */
public final class NotCompiled extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /** A reason in words that begin with the name of an element, as in {@code Lag: …}. */
  public NotCompiled(String message) {
    super(message);
  }

  /** An element that is not taken at all, or not so. */
  static NotCompiled of(PMMLObject element, String why) {
    return new NotCompiled(name(element) + ": " + why);
  }

  /** An element that is not taken. */
  static NotCompiled of(PMMLObject element) {
    return of(element, "is not compiled");
  }

  /** PMML's name of an element: JPMML has several classes for some. */
  private static String name(PMMLObject element) {
    Class<?> type = element.getClass();
    String name = type.getSimpleName();
    return name.endsWith("Node") ? "Node" : name;
  }
}
