package io.scorejar.jpmml;

import io.scorejar.BadModelException;
import org.jpmml.model.PMMLException;
import org.jpmml.model.UnsupportedMarkupException;

/** JPMML's complaints about a model, in our words. */
final class Defects {

  private Defects() {}

  static BadModelException of(Throwable e) {
    if (e instanceof StackOverflowError) {
      return new BadModelException("expected PMML that is less deeply nested", e);
    }
    if (e instanceof UnsupportedMarkupException) {
      return new BadModelException(
          "expected a model that JPMML supports, got one that it does not: " + e.getMessage(), e);
    }
    String said = e instanceof PMMLException ? e.getMessage() : e.toString();
    return new BadModelException("expected PMML that can be scored, got a defect: " + said, e);
  }
}
