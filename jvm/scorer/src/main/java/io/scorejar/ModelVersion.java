package io.scorejar;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * One version of one model in a repository: {@code DIR/<model>/<number>.jar}. Versions of a model
 * are ordered by number.
 *
 * @param model lower-case letters, digits, {@code -} and {@code _}, at most 63, no sign first
 * @param number from 1 to 10^15
 * @param path where the jar stands
 */
public record ModelVersion(String model, long number, Path path)
    implements Comparable<ModelVersion> {

  private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  private static final long LARGEST = 1_000_000_000_000_000L;

  private static final Comparator<ModelVersion> ORDER =
      Comparator.comparing(ModelVersion::model).thenComparingLong(ModelVersion::number);

  /**
   * A version that may or may not be there.
   *
   * @throws BadModelException if the name or the number is out of its range
   */
  public ModelVersion {
    requireModel(model);
    requireNumber(number);
  }

  @Override
  public int compareTo(ModelVersion other) {
    return ORDER.compare(this, other);
  }

  /** As logs name it: {@code credit 7}. */
  @Override
  public String toString() {
    return model + " " + number;
  }

  static boolean isModel(String name) {
    return MODEL.matcher(name).matches();
  }

  static boolean isNumber(long number) {
    return number >= 1 && number <= LARGEST;
  }

  static void requireModel(String name) {
    if (!isModel(name)) {
      throw new BadModelException(
          "model: expected a name like [a-z0-9][a-z0-9_-]{0,62}, got " + Values.shown(name));
    }
  }

  static void requireNumber(long number) {
    if (!isNumber(number)) {
      throw new BadModelException("version: expected 1 to " + LARGEST + ", got " + number);
    }
  }
}
