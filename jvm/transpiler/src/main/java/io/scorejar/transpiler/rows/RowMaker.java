package io.scorejar.transpiler.rows;

import io.scorejar.Type;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Chooses rows of candidates until the goals are met or there are enough rows. */
final class RowMaker {

  static final String REAL = "real";
  static final String THRESHOLD = "threshold";
  static final String LEAF = "leaf";
  static final String CATEGORY = "category";
  static final String MISSING = "missing";
  static final String NUMBER = "number";
  static final String PAIR = "pair";

  private final List<Column> columns;
  private final Goals goals;
  private final Pairs pairs;
  private final SplittableRandom random;
  private final int most;
  private final List<int[]> real = new ArrayList<>();
  private final List<int[]> rows = new ArrayList<>();
  private final List<String> kinds = new ArrayList<>();
  private final Set<IntBuffer> known = new HashSet<>();
  private int mostCrossings;

  RowMaker(List<Column> columns, Goals goals, long seed, int most) {
    this.columns = columns;
    this.goals = goals;
    this.pairs = new Pairs(columns);
    this.random = new SplittableRandom(seed);
    this.most = most;
  }

  List<int[]> rows() {
    return rows;
  }

  List<String> kinds() {
    return kinds;
  }

  /** Adds rows of real data: the rows that are made resemble them. */
  void addReal(List<int[]> given) {
    for (int[] row : given) {
      real.add(row);
      known.add(IntBuffer.wrap(row));
      note(row, REAL);
    }
    mostCrossings = (most - rows.size()) * 2 / 5 + rows.size();
  }

  /** Adds two rows that part at a split. */
  void addCrossing(SplitNode split, int[] before, int[] after) {
    if (rows.size() + 2 <= mostCrossings) {
      add(before, THRESHOLD);
      add(after, THRESHOLD);
      goals.crossed(split);
    }
  }

  /** Makes all other rows. */
  void addMade() {
    addSpecial((most - rows.size()) * 3 / 10);
    addPairs((most - rows.size()) * 15 / 100);
    addRandom(Math.max(0, Math.min(most - rows.size(), goals.count() == 0 ? 1000 : 100)));
    addStructural();
  }

  Coverage coverage() {
    Map<String, Integer> counts = new TreeMap<>();
    kinds.forEach(kind -> counts.merge(kind, 1, Integer::sum));
    return new Coverage(
        rows.size(),
        counts,
        goals.thresholds(),
        goals.ends(),
        goals.wanted(Question.Wanted.CATEGORY),
        goals.wanted(Question.Wanted.MISSING),
        pairs.share());
  }

  private void add(int[] row, String kind) {
    if (rows.size() < most && known.add(IntBuffer.wrap(row))) {
      note(row, kind);
    }
  }

  private void note(int[] row, String kind) {
    rows.add(row);
    kinds.add(kind);
    goals.walk(row);
    pairs.note(row);
  }

  /** Each special value of each column alone, in rows that are otherwise as real ones. */
  private void addSpecial(int budget) {
    List<int[]> places = new ArrayList<>();
    for (Column column : columns) {
      for (int candidate : column.special()) {
        places.add(new int[] {column.place(), candidate});
      }
    }
    double step = Math.max(1, places.size() / (double) Math.max(1, budget));
    for (double at = 0; at < places.size() && budget > 0; at += step) {
      int[] place = places.get((int) at);
      int[] row = base();
      row[place[0]] = place[1];
      add(row, specialKind(columns.get(place[0]), place[1]));
    }
  }

  private static String specialKind(Column column, int candidate) {
    if (candidate == Column.MISSING) {
      return MISSING;
    }
    Type type = column.input().type();
    boolean named = type == Type.STRING || type == Type.BOOLEAN;
    return named || !column.input().categories().isEmpty() ? CATEGORY : NUMBER;
  }

  private void addPairs(int budget) {
    int[] order = Agenda.shuffled(pairs.count(), random);
    // Where there are too many for a row each, several share one.
    int sharing = 1 + pairs.count() / Math.max(1, budget);
    int enough = rows.size() + budget;
    for (int at = 0; at < order.length && rows.size() < enough; at++) {
      if (!pairs.met(order[at])) {
        int[] row = base();
        for (int i = at; i < Math.min(order.length, at + sharing); i++) {
          Pairs.Pair pair = pairs.get(order[i]);
          row[pair.column()] = pair.candidate();
          row[pair.otherColumn()] = pair.otherCandidate();
        }
        add(row, PAIR);
      }
    }
  }

  private void addRandom(int count) {
    for (int i = 0; i < count; i++) {
      int[] row = base();
      for (Column column : columns) {
        if (random.nextBoolean()) {
          row[column.place()] = ordinary(column, column.answerable());
        }
      }
      add(row, NUMBER);
    }
  }

  private void addStructural() {
    Agenda agenda = new Agenda(goals, columns, random);
    for (int first = agenda.next(); first >= 0 && rows.size() < most; first = agenda.next()) {
      Path path = new Path(columns);
      if (path.lead(goals.node(first), goals.slot(first))) {
        agenda.pack(path);
        add(along(path), kind(first));
      }
    }
  }

  /**
   * A row that goes there; what it has besides is half as real rows have it, half at thresholds.
   */
  private int[] along(Path path) {
    int[] row = base();
    for (Column column : columns) {
      Ranges allowed = path.allowed(column.place());
      Ranges from = allowed == null ? column.answerable() : allowed;
      if (!from.contains(row[column.place()]) || random.nextBoolean()) {
        Ranges thresholds = from.and(column.thresholds());
        row[column.place()] = ordinary(column, thresholds.isEmpty() ? from : thresholds);
      }
    }
    return row;
  }

  private String kind(int event) {
    int slot = goals.slot(event);
    if (slot == Goals.END) {
      return LEAF;
    }
    return switch (goals.node(event).question().reason(slot)) {
      case THRESHOLD -> THRESHOLD;
      case CATEGORY -> CATEGORY;
      case MISSING -> MISSING;
    };
  }

  /** A row to start from: a real one, or one of values that are nothing special. */
  private int[] base() {
    if (!real.isEmpty()) {
      return real.get(random.nextInt(real.size())).clone();
    }
    int[] row = new int[columns.size()];
    for (Column column : columns) {
      row[column.place()] = ordinary(column, column.answerable());
    }
    return row;
  }

  /** One of the candidates, and of those that real data may have, if there are such. */
  private int ordinary(Column column, Ranges allowed) {
    Ranges usual = allowed.and(column.ordinary());
    Ranges from = usual.isEmpty() ? allowed : usual;
    return from.isEmpty() ? Column.MISSING : from.get(random.nextInt(from.size()));
  }
}
