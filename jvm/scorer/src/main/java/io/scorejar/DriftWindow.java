package io.scorejar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How the rows that one version has scored lately, and its answers, are spread over the bins of its
 * training {@link Statistics}.
 *
 * <p>Guarantees: (1) the counts are those of the last window, of which a sixth leaves at a time;
 * (2) at most {@value #MOST_ROWS} rows of each {@value #SLICE_MS} ms are counted, which are drawn
 * from all that came in that time, so that the cost does not grow with the load; (3) memory is
 * bounded by the schema alone; (4) safe for any thread.
 */
public final class DriftWindow {

  /** Parts of the window, each forgotten as a whole. */
  private static final int PARTS = 6;

  private static final long SLICE_MS = 250;
  private static final int MOST_ROWS = 1_000;

  // Of doubles: wide rows are fewer, so that a version with thousands of columns stays small.
  private static final int SAMPLE_DOUBLES = 131_072;
  private static final int FEWEST_ROWS = 16;

  private final Schema schema;
  private final Statistics statistics;
  private final Distribution[] distributions; // Those of the answers follow those of the row.
  private final int[] first; // Where a distribution's bins begin in the counts.
  private final Duration window;
  private final long partNanos;
  private final LongSupplier clock;

  // All below is guarded by this. Made with the first row: a version may wait unasked.
  private RowSample sample;
  private long[][] counts;
  private final long[] rows = new long[PARTS];
  private final long[] part = new long[PARTS]; // Which one stands in a place, counted from 0.
  private long sliceStart;

  /**
   * An empty window.
   *
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  DriftWindow(Schema schema, Statistics statistics, Duration window, LongSupplier clock) {
    this.schema = schema;
    this.statistics = statistics;
    this.window = window;
    this.clock = clock;
    this.partNanos = Math.max(1, window.toNanos() / PARTS);
    List<Distribution> all = new ArrayList<>(statistics.columns());
    all.addAll(statistics.scores());
    this.distributions = all.toArray(Distribution[]::new);
    this.first = new int[distributions.length + 1];
    for (int i = 0; i < distributions.length; i++) {
      first[i + 1] = first[i] + (distributions[i] == null ? 0 : distributions[i].bins());
    }
    this.sliceStart = clock.getAsLong();
    Arrays.fill(part, Long.MIN_VALUE);
  }

  /** Notes rows that were scored, row-major as {@link Scorer} takes and answers them. */
  public synchronized void note(double[] scored, int count, double[] answers) {
    if (sample == null) {
      int width = Math.max(1, distributions.length);
      int most = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, SAMPLE_DOUBLES / width));
      sample = new RowSample(most, schema.inputs().size(), schema.outputs().size());
      counts = new long[PARTS][first[distributions.length]];
    }
    long now = clock.getAsLong();
    if (now - sliceStart >= SLICE_MS * 1_000_000) {
      endSlice(now);
    }
    sample.offer(scored, count, answers);
  }

  /** Notes a row that was scored by name, and its answer. */
  public void note(Map<String, ?> row, Map<String, ?> answer) {
    double[] numbers = new double[schema.inputs().size()];
    for (int i = 0; i < numbers.length; i++) {
      Input input = schema.inputs().get(i);
      Distribution text = statistics.columns().get(i);
      Object value = input.value(row.get(input.name()));
      numbers[i] = input.numeric() ? input.encode(value) : text == null ? 0 : text.encode(value);
    }
    double[] answers = new double[schema.outputs().size()];
    for (int i = 0; i < answers.length; i++) {
      Output output = schema.outputs().get(i);
      Distribution text = statistics.scores().get(i);
      Object value = answer.get(output.name());
      answers[i] = output.numeric() ? output.encode(value) : text == null ? 0 : text.encode(value);
    }
    note(numbers, 1, answers);
  }

  private void endSlice(long now) {
    int place = place(sliceStart);
    for (int column = 0; column < distributions.length; column++) {
      Distribution distribution = distributions[column];
      if (distribution != null) {
        for (int row = 0; row < sample.size(); row++) {
          counts[place][first[column] + distribution.place(sample.value(row, column))]++;
        }
      }
    }
    rows[place] += sample.size();
    sample.clear();
    sliceStart = now;
  }

  /** The place of the part that a moment falls into; what stood there before is forgotten. */
  private int place(long nanos) {
    long number = Math.floorDiv(nanos, partNanos);
    int place = (int) Math.floorMod(number, (long) PARTS);
    if (part[place] != number) {
      part[place] = number;
      rows[place] = 0;
      Arrays.fill(counts[place], 0);
    }
    return place;
  }

  /**
   * The counts of the window beside those of training.
   *
   * @return {@code {"source", "window_s", "rows", "columns", "scores"}}; each of the lists holds,
   *     for what has statistics, {@code {"name", "type", "edges" or "values", "training",
   *     "window"}}, and the last two {@code {"counts", "other", "missing", "unseen"}}
   */
  public Map<String, Object> toJson() {
    long[] binned = new long[first[distributions.length]];
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("source", statistics.source());
    json.put("window_s", window.toMillis() / 1000.0);
    json.put("rows", add(binned));
    int inputs = schema.inputs().size();
    json.put("columns", toJson(binned, 0, inputs));
    json.put("scores", toJson(binned, inputs, distributions.length));
    return json;
  }

  /** Adds up the parts that are in the window; returns how many rows they have. */
  private synchronized long add(long[] binned) {
    if (sample == null) {
      return 0;
    }
    long now = clock.getAsLong();
    endSlice(now);
    long oldest = Math.floorDiv(now, partNanos) - PARTS + 1;
    long total = 0;
    for (int place = 0; place < PARTS; place++) {
      if (part[place] >= oldest) {
        total += rows[place];
        for (int bin = 0; bin < binned.length; bin++) {
          binned[bin] += counts[place][bin];
        }
      }
    }
    return total;
  }

  private List<Object> toJson(long[] binned, int from, int to) {
    List<Object> list = new ArrayList<>();
    for (int i = from; i < to; i++) {
      if (distributions[i] != null) {
        Map<String, Object> json = distributions[i].toJson();
        json.put(
            "window", distributions[i].toJson(Arrays.copyOfRange(binned, first[i], first[i + 1])));
        list.add(json);
      }
    }
    return list;
  }
}
