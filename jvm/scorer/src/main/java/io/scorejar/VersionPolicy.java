package io.scorejar;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which versions of a model are to be loaded: so many of the highest, and some that are named. The
 * three policies of TensorFlow Serving are {@code latest(n)}, {@link #ALL} and {@code specific}; a
 * policy may be of two at once.
 *
 * @param latest how many of the highest; 0 for none but the named ones
 * @param specific versions by number, whether or not they are on disk
 */
public record VersionPolicy(int latest, Set<Long> specific) {

  /** The highest version alone. */
  public static final VersionPolicy HIGHEST = new VersionPolicy(1, Set.of());

  /** Every version. */
  public static final VersionPolicy ALL = new VersionPolicy(Integer.MAX_VALUE, Set.of());

  public VersionPolicy {
    if (latest < 0) {
      throw new IllegalArgumentException("latest: expected 0 or more versions, got " + latest);
    }
    specific.forEach(ModelVersion::requireNumber);
    specific = Set.copyOf(specific);
  }

  /** The same with further versions by number. */
  public VersionPolicy also(Set<Long> numbers) {
    Set<Long> more = new TreeSet<>(specific);
    more.addAll(numbers);
    return new VersionPolicy(latest, more);
  }

  /**
   * The numbers of the versions that are wanted, the lowest first.
   *
   * @param versions those on disk, the lowest first
   */
  public List<Long> wanted(List<Long> versions) {
    int first = Math.max(0, versions.size() - latest);
    Set<Long> wanted = new TreeSet<>(versions.subList(first, versions.size()));
    versions.stream().filter(specific::contains).forEach(wanted::add);
    return List.copyOf(wanted);
  }
}
