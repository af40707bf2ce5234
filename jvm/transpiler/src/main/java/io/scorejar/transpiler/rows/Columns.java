package io.scorejar.transpiler.rows;

import io.scorejar.Input;
import io.scorejar.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives the columns their candidates, and the questions their outcomes for each of them. */
final class Columns {

  /** How many thresholds are looked for, over all columns. */
  private static final int MOST_THRESHOLDS = 100_000;

  /** Of a column with more categories only so many are wanted at each split. */
  private static final int MOST_CATEGORIES = 64;

  /** How many outcomes are held at a time while they are worked out. */
  private static final int MOST_OUTCOMES = 4_000_000;

  private final List<Column> columns;
  private final List<List<Question>> questions = new ArrayList<>();
  private final Map<Question, List<Object[]>> changes = new HashMap<>();

  private Columns(List<Column> columns, Forest forest) {
    this.columns = columns;
    columns.forEach(column -> questions.add(new ArrayList<>()));
    for (Question question : forest.questions()) {
      if (question.column() >= 0) {
        questions.get(question.column()).add(question);
      }
    }
  }

  /** Finds the thresholds of questions about one column: they become candidates. */
  static Columns withThresholds(List<Column> columns, Forest forest) {
    Columns all = new Columns(columns, forest);
    for (Column column : columns) {
      if (column.ladder().isPresent()) {
        all.findThresholds(column, all.questions.get(column.place()));
      }
    }
    return all;
  }

  /** Numbers the candidates, of which there are no more from here on, and answers the questions. */
  void number() {
    for (Column column : columns) {
      column.number();
      List<Question> asked = questions.get(column.place());
      answer(column, asked);
      asked.forEach(question -> want(column, question));
    }
  }

  private void findThresholds(Column column, List<Question> asked) {
    Thresholds thresholds = new Thresholds(column);
    int most = Math.max(200, MOST_THRESHOLDS / columns.size());
    int step = 1 + asked.size() / most;
    for (int i = 0; i < asked.size(); i += step) {
      List<Object[]> found = thresholds.of(asked.get(i));
      changes.put(asked.get(i), found);
      for (Object[] change : found) {
        column.addAtThreshold(change[0]);
        column.addAtThreshold(change[1]);
      }
    }
  }

  private void answer(Column column, List<Question> asked) {
    List<Object> values = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 1; i < column.size(); i++) {
      if (column.answerable().contains(i)) {
        values.add(column.value(i));
        numbers.add(i);
      }
    }
    Order order = new Order(column, values);
    List<Question> plain = new ArrayList<>();
    for (Question question : asked) {
      Optional<String> field = Thresholds.ordered(question);
      boolean monotone =
          column.ladder().isPresent()
              && field.isPresent()
              && order.monotone(question.scope(), field.get());
      if (monotone && !numbers.isEmpty()) {
        question.answer(alongOrder(column, question, numbers));
      } else {
        plain.add(question);
      }
    }
    int batch = Math.max(1, MOST_OUTCOMES / column.size());
    for (int i = 0; i < plain.size(); i += batch) {
      answerEach(column, plain.subList(i, Math.min(plain.size(), i + batch)));
    }
  }

  private static int[] alongOrder(Column column, Question question, List<Integer> numbers) {
    int[] outcomes = new int[column.size()];
    Arrays.fill(outcomes, Question.FAILS);
    outcomes[Column.MISSING] = outcome(column, question, Column.MISSING);
    fill(column, question, numbers, 0, numbers.size() - 1, outcomes);
    return outcomes;
  }

  private static void fill(
      Column column, Question question, List<Integer> numbers, int from, int to, int[] outcomes) {
    int first = outcome(column, question, numbers.get(from));
    int last = outcome(column, question, numbers.get(to));
    outcomes[numbers.get(from)] = first;
    outcomes[numbers.get(to)] = last;
    if (first == last) {
      for (int i = from; i < to; i++) {
        outcomes[numbers.get(i)] = first;
      }
    } else if (to > from + 1) {
      int middle = (from + to) >>> 1;
      fill(column, question, numbers, from, middle, outcomes);
      fill(column, question, numbers, middle, to, outcomes);
    }
  }

  private static int outcome(Column column, Question question, int number) {
    return question.outcome(column.context(question.scope(), column.value(number)));
  }

  private static void answerEach(Column column, List<Question> asked) {
    int[][] outcomes = new int[asked.size()][column.size()];
    for (int number = 0; number < column.size(); number++) {
      Map<Scope, FieldContext> contexts = new HashMap<>();
      Object value = column.value(number);
      for (int i = 0; i < asked.size(); i++) {
        Question question = asked.get(i);
        FieldContext context =
            contexts.computeIfAbsent(question.scope(), scope -> column.context(scope, value));
        outcomes[i][number] = question.outcome(context);
      }
    }
    for (int i = 0; i < asked.size(); i++) {
      asked.get(i).answer(outcomes[i]);
    }
  }

  private void want(Column column, Question question) {
    SortedMap<Integer, Question.Wanted> wanted = new TreeMap<>();
    List<Object[]> pairs = new ArrayList<>();
    if (column.answerable().contains(Column.MISSING)) {
      wanted.put(Column.MISSING, Question.Wanted.MISSING);
    }
    if (column.ladder().isPresent() && column.input().categories().isEmpty()) {
      pairs = changes.getOrDefault(question, List.of());
      for (Object[] change : pairs) {
        wanted.put(column.number(change[0]), Question.Wanted.THRESHOLD);
        wanted.put(column.number(change[1]), Question.Wanted.THRESHOLD);
      }
    } else {
      for (int category : categories(column)) {
        wanted.put(category, Question.Wanted.CATEGORY);
      }
    }
    int[] candidates = wanted.keySet().stream().mapToInt(Integer::intValue).toArray();
    int[] places = new int[2 * pairs.size()];
    for (int i = 0; i < pairs.size(); i++) {
      places[2 * i] = Arrays.binarySearch(candidates, column.number(pairs.get(i)[0]));
      places[2 * i + 1] = Arrays.binarySearch(candidates, column.number(pairs.get(i)[1]));
    }
    question.want(candidates, wanted.values().toArray(new Question.Wanted[0]), places);
  }

  /** Those that are wanted at each split: known ones, and one that is not. */
  private static List<Integer> categories(Column column) {
    List<Object> known = new ArrayList<>(column.input().categories());
    if (column.input().type() == Type.STRING) {
      known.add(Input.UNSEEN);
    } else if (column.input().type() == Type.BOOLEAN) {
      known = List.of(false, true);
    }
    List<Integer> numbers = new ArrayList<>();
    int step = 1 + known.size() / MOST_CATEGORIES;
    for (int i = 0; i < known.size(); i += step) {
      numbers.add(column.number(known.get(i)));
    }
    return numbers;
  }
}
