package io.scorejar.compiler;

import io.scorejar.program.Boundaries;
import io.scorejar.program.Codes;
import io.scorejar.program.Column;
import io.scorejar.program.Cover;
import io.scorejar.program.Forest;
import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Gathers binary trees, gives their questions columns, and makes a forest of them. */
final class Forester {

  private final int width;
  private final boolean floats;
  private final List<Sprout> sprouts = new ArrayList<>();
  private final List<Integer> groups = new ArrayList<>();
  private final List<double[]> values = new ArrayList<>();
  private final Map<List<Double>, Integer> rows = new LinkedHashMap<>();

  /**
   * @param width how many values a leaf has
   */
  Forester(int width, boolean floats) {
    this.width = width;
    this.floats = floats;
  }

  /** The row of some values of a leaf; equal ones share it. */
  int row(double... leaf) {
    List<Double> key = Arrays.stream(leaf).boxed().toList();
    return rows.computeIfAbsent(
        key,
        k -> {
          values.add(leaf.clone());
          return values.size() - 1;
        });
  }

  /** A row of one value alone. */
  int rowOf(double value) {
    double[] all = new double[width];
    Arrays.fill(all, value);
    return row(all);
  }

  /**
   * Adds a tree, whose leaves are rows from here, to a group of as many sums as a row has values.
   */
  void add(Sprout sprout, int group) {
    sprouts.add(sprout);
    groups.add(group);
  }

  /**
   * The forest of what was added.
   *
   * @param kept how many values of each row are wanted, and so sums of each group
   */
  Forest forest(int[] targets, int kept) {
    Columns columns = new Columns();
    sprouts.forEach(sprout -> sprout.nodes().forEach(node -> columns.ask(node.question())));
    columns.number();
    List<Tree> trees = new ArrayList<>();
    for (int i = 0; i < sprouts.size(); i++) {
      trees.add(tree(sprouts.get(i), groups.get(i) * kept, columns));
    }
    double[] all = new double[values.size() * kept];
    for (int row = 0; row < values.size(); row++) {
      System.arraycopy(values.get(row), 0, all, row * kept, kept);
    }
    return new Forest(columns.columns(), trees, kept, all, floats, targets);
  }

  /** The cover of that forest, if the records of all leaves are known. */
  Optional<Cover> cover(Forest forest) {
    Map<Object, Integer> numbers = new LinkedHashMap<>();
    double[][] records = new double[sprouts.size()][];
    int[][] features = new int[sprouts.size()][];
    for (int i = 0; i < records.length; i++) {
      Sprout sprout = sprouts.get(i);
      records[i] = sprout.records().stream().mapToDouble(one -> one).toArray();
      if (sprout.nodes().isEmpty()) {
        Arrays.fill(records[i], 1); // of a tree without questions nobody need know
      }
      features[i] = new int[sprout.nodes().size()];
      for (int node = 0; node < features[i].length; node++) {
        Object feature = sprout.nodes().get(node).feature();
        features[i][node] = numbers.computeIfAbsent(feature, key -> numbers.size());
      }
      if (Arrays.stream(records[i]).anyMatch(Double::isNaN)) {
        return Optional.empty();
      }
    }
    return Optional.of(new Cover(forest, records, features));
  }

  private static Tree tree(Sprout sprout, int sum, Columns columns) {
    int count = sprout.nodes().size();
    int[] column = new int[count];
    int[] rank = new int[count];
    int[] left = new int[count];
    int[] right = new int[count];
    for (int i = 0; i < count; i++) {
      Sprout.Node node = sprout.nodes().get(i);
      column[i] = columns.index(node.question());
      rank[i] = columns.rank(node.question());
      left[i] = node.left();
      right[i] = node.right();
    }
    int[] leaves = sprout.leaves().stream().mapToInt(row -> row).toArray();
    return new Tree(sum, column, rank, left, right, leaves);
  }

  /**
   * The columns of all questions: one for each set of categories, and one for the bounds of a slot,
   * or two where a missing value is taken with small numbers here and with large ones there.
   */
  private static final class Columns {

    private record Numbers(int slot, boolean missingToo) {

      Numbers opposite() {
        return new Numbers(slot, !missingToo);
      }
    }

    private final Map<Numbers, TreeSet<Double>> bounds = new LinkedHashMap<>();
    private final Map<Object, Integer> places = new LinkedHashMap<>();
    private final List<Column> columns = new ArrayList<>();
    private final Map<Numbers, double[]> sorted = new LinkedHashMap<>();

    void ask(Sprout.Question question) {
      if (question instanceof Sprout.Question.AtMost one) {
        bounds.computeIfAbsent(key(one), key -> new TreeSet<>()).add(one.bound());
        places.putIfAbsent(key(one), -1);
      } else {
        places.putIfAbsent(question, -1);
      }
    }

    private static Numbers key(Sprout.Question.AtMost question) {
      return new Numbers(question.slot(), question.missingToo());
    }

    void number() {
      for (Map.Entry<Object, Integer> place : places.entrySet()) {
        if (place.getKey() instanceof Numbers numbers
            && meet(numbers.slot())
            && sorted.containsKey(numbers.opposite())) {
          sorted.put(numbers, sorted.get(numbers.opposite()));
          place.setValue(places.get(numbers.opposite()));
        } else {
          place.setValue(columns.size());
          columns.add(column(place.getKey()));
        }
      }
    }

    /**
     * Whether a missing value is above every bound that does not take it and below every one that
     * does, as if it were a number between: then one column holds both. LightGBM's trees ask so
     * wherever training saw no missing value, which stands for 0 then.
     */
    private boolean meet(int slot) {
      TreeSet<Double> without = bounds.get(new Numbers(slot, false));
      TreeSet<Double> with = bounds.get(new Numbers(slot, true));
      return without != null && with != null && without.last() < with.first();
    }

    private Column column(Object key) {
      if (key instanceof Numbers numbers) {
        TreeSet<Double> all = new TreeSet<>(bounds.get(numbers));
        int missing = numbers.missingToo() ? 0 : all.size();
        if (meet(numbers.slot())) {
          missing = bounds.get(new Numbers(numbers.slot(), false)).size();
          all.addAll(bounds.get(numbers.opposite()));
        }
        double[] ascending = all.stream().mapToDouble(d -> d).toArray();
        sorted.put(numbers, ascending);
        return new Boundaries(numbers.slot(), ascending, missing);
      }
      Sprout.Question.In in = (Sprout.Question.In) key;
      int codes = in.in().size() - 2;
      byte[] ranks = new byte[codes];
      for (int code = 0; code < codes; code++) {
        ranks[code] = (byte) rank(in.in().get(code));
      }
      return new Codes(in.slot(), ranks, rank(in.in().get(codes)), rank(in.in().get(codes + 1)));
    }

    private static int rank(boolean in) {
      return in ? 0 : 1;
    }

    int index(Sprout.Question question) {
      return places.get(question instanceof Sprout.Question.AtMost one ? key(one) : question);
    }

    int rank(Sprout.Question question) {
      return question instanceof Sprout.Question.AtMost one
          ? Arrays.binarySearch(sorted.get(key(one)), one.bound())
          : 0;
    }

    List<Column> columns() {
      return columns;
    }
  }
}
