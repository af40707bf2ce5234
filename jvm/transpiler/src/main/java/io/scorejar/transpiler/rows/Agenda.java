package io.scorejar.transpiler.rows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The order in which goals are gone for: those of each column in a queue of their own, so that one
 * row can stand at a threshold in each of its columns.
 */
final class Agenda {

  /** An event that so many rows missed, or did without changing an answer, is given up. */
  private static final int ATTEMPTS = 8;

  /** How many events of a queue are tried for a row that is led somewhere already. */
  private static final int TRIED = 10;

  private final Goals goals;
  private final SplittableRandom random;

  /**
   * By column, and last those that a row ends somewhere. Those of a column that want the same value
   * stand together, because one row can make many of them happen.
   */
  private final List<int[]> queues = new ArrayList<>();

  private final int[] places;
  private final int[] rounds;

  Agenda(Goals goals, List<Column> columns, SplittableRandom random) {
    this.goals = goals;
    this.random = random;
    this.places = new int[columns.size() + 1];
    this.rounds = new int[columns.size() + 1];
    List<List<Integer>> events = new ArrayList<>();
    for (int queue = 0; queue <= columns.size(); queue++) {
      events.add(new ArrayList<>());
    }
    for (int event : shuffled(goals.count(), random)) {
      if (goals.slot(event) == Goals.END) {
        events.get(columns.size()).add(event);
      } else if (goals.node(event).question().column() >= 0) {
        events.get(goals.node(event).question().column()).add(event);
      }
    }
    for (Column column : columns) {
      int[] order = shuffled(column.size(), random);
      events
          .get(column.place())
          .sort(Comparator.comparingInt(event -> order[goals.candidate(event)]));
    }
    events.forEach(some -> queues.add(some.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** An event that is still open, from the queue that is furthest behind; -1: none. */
  int next() {
    int longest = -1;
    for (int queue = 0; queue < places.length; queue++) {
      int event = head(queue);
      if (event >= 0 && (longest < 0 || left(queue) > left(longest))) {
        longest = queue;
      }
    }
    return longest < 0 ? -1 : taken(longest);
  }

  private long left(int queue) {
    long length = queues.get(queue).length;
    return length * (ATTEMPTS - rounds[queue]) - places[queue];
  }

  /** The first open event of a queue, which is moved on to it; -1 where there is none left. */
  private int head(int queue) {
    int[] events = queues.get(queue);
    while (rounds[queue] < ATTEMPTS) {
      for (; places[queue] < events.length; places[queue]++) {
        // Once around for what no row has done, then for what has changed no answer yet.
        if (rounds[queue] == 0
            ? goals.open(events[places[queue]])
            : goals.unseen(events[places[queue]])) {
          return events[places[queue]];
        }
      }
      rounds[queue]++;
      places[queue] = 0;
    }
    return -1;
  }

  private int taken(int queue) {
    return queues.get(queue)[places[queue]++];
  }

  /** Leads a row to more open events of each queue, as far as they go together. */
  void pack(Path path) {
    for (int queue : shuffled(places.length, random)) {
      int[] events = queues.get(queue);
      int tried = 0;
      for (int at = places[queue]; at < events.length && tried < TRIED; at++) {
        if (goals.unseen(events[at])) {
          tried++;
          path.lead(goals.node(events[at]), goals.slot(events[at]));
        }
      }
    }
  }

  /** The numbers from 0 to count - 1 in a random order. */
  static int[] shuffled(int count, SplittableRandom random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      order[i] = order[other];
      order[other] = i;
    }
    return order;
  }
}
