package io.scorejar.transpiler.rows;

import io.scorejar.Input;
import io.scorejar.InvalidRowException;
import io.scorejar.Type;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jpmml.model.PMMLException;

/**
 * An input and its candidates: the values that rows may have there, numbered in their order where
 * they have one. Number 0 is missing. Candidates are collected first, then numbered once.
 */
final class Column {

  /** The number of the missing value. */
  static final int MISSING = 0;

  /** So many values that are refused get rows of their own; a missing one comes besides. */
  private static final int MOST_REFUSED = 4;

  /** How many values are added that the model does not name. */
  private static final int MORE = 40;

  private static final int MOST_WORDS = 12;

  private static final double LARGEST_USUAL = 1e15;
  private static final double SMALLEST_USUAL = 1e-30;
  private static final int FIRST_USUAL_YEAR = 1900;
  private static final int LAST_USUAL_YEAR = 2100;

  private final Input input;
  private final int place;
  private final Scope scope;
  private final Optional<Ladder> ladder;

  /** Whether each value gets a row of its own. */
  private final Map<Object, Boolean> collected = new LinkedHashMap<>();

  /** Those that real data does not have. */
  private final Set<Object> hard = new HashSet<>();

  private final Set<Object> atThreshold = new HashSet<>();

  private List<Object> values = List.of();
  private Map<Object, Integer> numbers = Map.of();
  private int[] special = {};
  private Ranges answerable = Ranges.NONE;
  private Ranges ordinary = Ranges.NONE;
  private Ranges thresholds = Ranges.NONE;

  /**
   * @param place in a row
   * @param scope of the outermost model
   */
  Column(Input input, int place, Scope scope) {
    this.input = input;
    this.place = place;
    this.scope = scope;
    this.ladder = Ladder.of(input.type());
    input.categories().forEach(value -> add(value, true));
    SpecialValues.usual(input).forEach(value -> add(value, false));
    for (Object value : SpecialValues.hard(input)) {
      if (!collected.containsKey(value)) {
        hard.add(value);
        add(value, true);
      }
    }
  }

  Input input() {
    return input;
  }

  int place() {
    return place;
  }

  /** None where values have no order. */
  Optional<Ladder> ladder() {
    return ladder;
  }

  /**
   * Adds a candidate; null is one already.
   *
   * @param alone whether it gets a row of its own
   */
  void add(Object value, boolean alone) {
    if (value != null) {
      if (!alone) {
        hard.remove(value);
      }
      collected.merge(value, alone, Boolean::logicalOr);
    }
  }

  /** Adds a value that stands next to a threshold. */
  void addAtThreshold(Object value) {
    atThreshold.add(value);
    add(value, false);
  }

  /** Adds a value and its two neighbours, where there are any. */
  void addAround(Object value) {
    add(value, true);
    if (ladder.isPresent() && input.type() != Type.STRING && !refused(value)) {
      long step = ladder.get().step(value);
      for (long near : new long[] {step - 1, step + 1}) {
        try {
          add(ladder.get().value(near), true);
        } catch (DateTimeException e) {
          // Beyond the end of days.
        }
      }
    }
  }

  /** What has been collected up to now, in order where there is one, without what is refused. */
  List<Object> collected() {
    List<Object> some = new ArrayList<>(collected.keySet());
    some.removeIf(this::refused);
    ladder.ifPresent(steps -> some.sort(Comparator.comparingLong(steps::step)));
    return some;
  }

  /** Those of them that real data may well have. */
  List<Object> ordinaryCollected() {
    List<Object> some = collected();
    some.removeIf(value -> !usual(value));
    return some;
  }

  /**
   * Adds values of which real data has more than a model says: numbers with all their digits
   * between those that are known, texts of several of the words that are known.
   */
  void addMore(SplittableRandom random) {
    List<Object> some = ordinaryCollected();
    for (int i = 0; i < MORE && !some.isEmpty() && input.categories().isEmpty(); i++) {
      Object one = some.get(random.nextInt(some.size()));
      Object other = some.get(random.nextInt(some.size()));
      if (one instanceof Number from && other instanceof Number to) {
        double share = random.nextDouble();
        double between = from.doubleValue() * share + to.doubleValue() * (1 - share);
        add(Constants.parsed(input.type(), between), false);
      } else if (one instanceof String word) {
        StringBuilder text = new StringBuilder(word);
        for (int words = random.nextInt(MOST_WORDS); words > 0; words--) {
          text.append(' ').append(some.get(random.nextInt(some.size())));
        }
        add(text.toString(), false);
      }
    }
  }

  /** Numbers the candidates; none are added from here on. */
  void number() {
    List<Object> sorted = new ArrayList<>(collected.keySet());
    ladder.ifPresent(steps -> sorted.sort(Comparator.comparingLong(steps::step)));
    values = new ArrayList<>(sorted.size() + 1);
    values.add(null);
    values.addAll(sorted);
    numbers = new HashMap<>(values.size() * 2);
    for (int i = 0; i < values.size(); i++) {
      numbers.put(values.get(i), i);
    }
    answerable = Ranges.where(values.size(), i -> !refused(values.get(i)));
    ordinary =
        Ranges.where(values.size(), i -> i != MISSING && usual(values.get(i))).and(answerable);
    thresholds = Ranges.where(values.size(), i -> atThreshold.contains(values.get(i)));
    special = IntStream.concat(alone(), fewRefused()).sorted().toArray();
  }

  private IntStream alone() {
    return IntStream.range(0, values.size())
        .filter(i -> i == MISSING || (collected.get(values.get(i)) && answerable.contains(i)));
  }

  /** Those next to what is answered first: there is the end of a range. */
  private IntStream fewRefused() {
    int[] refused =
        IntStream.range(1, values.size()).filter(i -> !answerable.contains(i)).toArray();
    return IntStream.concat(
            Arrays.stream(refused)
                .filter(i -> answerable.contains(i - 1) || answerable.contains(i + 1)),
            Arrays.stream(refused))
        .distinct()
        .limit(MOST_REFUSED);
  }

  int size() {
    return values.size();
  }

  Object value(int number) {
    return values.get(number);
  }

  /** The number of a candidate. */
  int number(Object value) {
    return numbers.get(value);
  }

  boolean has(Object value) {
    return numbers.containsKey(value);
  }

  /** Candidates that get rows of their own. */
  int[] special() {
    return special;
  }

  /** Candidates that neither the schema nor JPMML refuses. */
  Ranges answerable() {
    return answerable;
  }

  /** Candidates that real data may well have. */
  Ranges ordinary() {
    return ordinary;
  }

  /** Candidates next to a threshold. */
  Ranges thresholds() {
    return thresholds;
  }

  /** Values of fields where this column alone has a value. */
  FieldContext context(Scope of, Object value) {
    return of.context(column -> column == place ? value : null);
  }

  /** Whether a row with this value is answered, as far as it depends on this column. */
  boolean accepts(Object value) {
    return !refused(value);
  }

  private boolean refused(Object value) {
    try {
      input.value(value);
      context(scope, value).evaluate(input.name());
      return false;
    } catch (InvalidRowException | PMMLException e) {
      return true;
    }
  }

  private boolean usual(Object value) {
    if (hard.contains(value)) {
      return false;
    }
    if (value instanceof Number number) {
      double size = Math.abs(number.doubleValue());
      double largest = input.type() == Type.INTEGER ? Integer.MAX_VALUE - 1.0 : LARGEST_USUAL;
      return size < largest && (size == 0 || size > SMALLEST_USUAL);
    }
    if (value instanceof LocalDate date) {
      return usual(date);
    }
    if (value instanceof LocalDateTime time) {
      return usual(time.toLocalDate());
    }
    return input.categories().isEmpty() || input.categories().contains(value);
  }

  private static boolean usual(LocalDate date) {
    return date.getYear() >= FIRST_USUAL_YEAR && date.getYear() <= LAST_USUAL_YEAR;
  }
}
